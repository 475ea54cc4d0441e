namespace FlowActors.Sinks;

/// <summary>A file that was written at a barrier, and how much of it is valid. Stands in snapshots: its members are a format.</summary>
/// <param name="Folder">The full path of the sink's folder.</param>
/// <param name="Bucket">The folder in it, with <c>/</c> between names; empty for none.</param>
/// <param name="Hidden">The name under which it is written.</param>
/// <param name="Shown">The name that it gets.</param>
/// <param name="Bytes">How many of its bytes were before the barrier; more may follow, and are not valid.</param>
internal sealed record OpenPart(string Folder, string Bucket, string Hidden, string Shown, long Bytes);

/// <summary>A file that is to get its name. Stands in snapshots: its members are a format.</summary>
/// <param name="Folder">As <see cref="OpenPart.Folder"/>.</param>
/// <param name="Bucket">As <see cref="OpenPart.Bucket"/>.</param>
/// <param name="Hidden">As <see cref="OpenPart.Hidden"/>.</param>
/// <param name="Shown">As <see cref="OpenPart.Shown"/>.</param>
/// <param name="Bytes">How many of its bytes are valid.</param>
/// <param name="IsWhole">True when its writer has ended it, so that it has no others; false when it was restored.</param>
internal sealed record ClosedPart(string Folder, string Bucket, string Hidden, string Shown, long Bytes, bool IsWhole)
{
    /// <summary>The folder of the file.</summary>
    public string Place => Path.Join(Folder, Bucket);

    public string HiddenPath => Path.Join(Place, Hidden);

    public string ShownPath => Path.Join(Place, Shown);
}
