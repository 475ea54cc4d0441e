namespace FlowActors.Sources;

/// <summary>What a folder holds under one name.</summary>
/// <param name="Path">The folder's path, as it was given, with the name.</param>
/// <param name="Name">The name.</param>
/// <param name="IsFolder">Whether it is a folder, or a link to one.</param>
/// <param name="IsLink">Whether it is a link.</param>
/// <param name="CanBeOpened">False when the name is not UTF-8: .NET shows it with U+FFFD, by which the system does not know it.</param>
internal readonly record struct FolderEntry(string Path, string Name, bool IsFolder, bool IsLink, bool CanBeOpened);
