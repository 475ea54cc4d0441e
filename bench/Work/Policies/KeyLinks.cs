namespace FlowActors.Bench.Work.Policies;

/// <summary>Where keys stand in the lists of one policy: each is in one list at a time, or in none.</summary>
/// <param name="keys">Keys are below it.</param>
internal sealed class KeyLinks(int keys)
{
    /// <summary>The number of the list of those that are in none.</summary>
    public const byte Nowhere = 0;

    /// <summary>The key before, towards the first.</summary>
    public int[] Before { get; } = new int[keys];

    /// <summary>The key behind, towards the last.</summary>
    public int[] Behind { get; } = new int[keys];

    /// <summary>The number of a key's list.</summary>
    public byte[] Place { get; } = new byte[keys];
}
