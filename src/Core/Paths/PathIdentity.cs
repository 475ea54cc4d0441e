namespace FlowActors.Paths;

/// <summary>
/// Tells whether two paths lead to the same file or folder, whatever they are called. Hard links do: a file with two names is
/// one file. Only where the system has no numbers for files, the path behind all links stands for them.
/// </summary>
/// <param name="Device">The file system, told from those of other machines by <see cref="HostNumber"/>.</param>
/// <param name="Number">The file in it; 0 where files have no numbers.</param>
/// <param name="RealPath">Null where files have numbers.</param>
/// <param name="Born">
/// When it came into being, in ticks of 100 ns since 1970 (UTC): the number of a file that is gone is given to another. 0 where the system does not
/// tell.
/// </param>
internal readonly record struct PathIdentity(ulong Device, ulong Number, string? RealPath, long Born = 0);
