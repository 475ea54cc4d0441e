namespace FlowActors.Runtime.Client.Watching;

/// <summary>A key of a state of a job; equal by the bytes of the key.</summary>
/// <param name="Job">The job.</param>
/// <param name="Uid">The operator.</param>
/// <param name="State">The state.</param>
/// <param name="Key">The bytes of the key.</param>
internal sealed record WatchedKey(JobId Job, string Uid, string State, byte[] Key)
{
    public bool Equals(WatchedKey? other) =>
        other is not null && Job == other.Job && Uid == other.Uid && State == other.State && Key.AsSpan().SequenceEqual(other.Key);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Job);
        hash.Add(Uid, StringComparer.Ordinal);
        hash.Add(State, StringComparer.Ordinal);
        hash.AddBytes(Key);
        return hash.ToHashCode();
    }
}
