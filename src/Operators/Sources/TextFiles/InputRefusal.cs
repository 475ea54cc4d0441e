using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>Why an input cannot be read, and what to do.</summary>
internal static class InputRefusal
{
    private const string Kinds = "Name a file, a folder, a pattern with * or **, or - for standard input.";

    public static JobValidationException NoPaths() =>
        new("There is nothing to read: name at least one file, folder or pattern, or - for standard input.");

    public static JobValidationException EmptyPath() =>
        new("An input path is empty: name a file, a folder or a pattern, or - for standard input.");

    public static JobValidationException Unknown(string path, Exception e) =>
        new($"Input '{path}' cannot be looked for: {e.Message} {Kinds}", e);

    public static JobValidationException Missing(string path)
    {
        var full = FullPath.Of(path);
        if (new FileInfo(full).LinkTarget is { } target)
            return new($"Input '{path}' is a link to '{target}', which does not exist. {Kinds}");
        var hint = FolderListing.HasReplacement(full)
            ? "The character U+FFFD in it may stand for bytes that are not UTF-8: names with such bytes cannot be opened, rename them. "
            : "";
        return new($"Input '{path}' does not exist (looked for '{full}'). {hint}{Kinds}");
    }

    public static JobValidationException CannotBeRead(string path, PathKind kind) =>
        new($"Input '{path}' is {kind.Name()}, which cannot be read as a text. {Kinds}");

    public static JobValidationException CannotBeMonitored(string what) => new(
        $"Input {what} cannot be monitored: only files can. Name files, folders or patterns, or leave {nameof(TextFileSettings)}." +
        $"{nameof(TextFileSettings.MonitorInterval)} out.");

    public static JobValidationException HoldsNoFile(string input, string path, PathKind kind)
    {
        var what = kind != PathKind.Nothing ? $"{kind.Name()}, not a file"
            : new FileInfo(path).LinkTarget is { } target ? $"a link to '{target}', which does not exist"
            : "which is gone";
        return new($"Input '{input}' holds '{path}', {what}. Remove it, or name files or a pattern that leave it out.");
    }

    public static JobValidationException NameIsNotUtf8(string input, FolderEntry entry)
    {
        var folder = Path.GetDirectoryName(FullPath.Of(entry.Path));
        return new(
            $"Input '{input}' holds the name '{entry.Name}' in the folder '{folder}', which is not UTF-8 (U+FFFD stands for what is none) " +
            "and cannot be opened. Rename it, or name files or a pattern that leave it out.");
    }

    public static JobValidationException FolderCannotBeListed(string folder, Exception e) =>
        new($"Input folder '{folder}' cannot be listed: {e.Message} Name another, or give the process the right to read it and all below it.", e);

    public static JobValidationException FolderIsEmpty(string folder) =>
        new($"Input folder '{folder}' has no files in or below it (names that begin with a dot are left out). Name another, or a file.");

    public static JobValidationException PatternCannotBeSearched(string pattern, Exception e) =>
        new($"Input pattern '{pattern}' cannot be searched for: {e.Message} Narrow it down to folders that the process may read.", e);

    public static JobValidationException PatternMatchesNothing(InputPattern pattern)
    {
        var below = FullPath.Of(pattern.Folder.Length == 0 ? "." : pattern.Folder);
        return new(
            $"Input pattern '{pattern.Text}' matches no file (* stands for any part of a name, ** for any folders; looked below '{below}'). " +
            "Correct it, or name a file or folder.");
    }

    public static JobValidationException FileCannotBeRead(string file, Exception e) =>
        new($"Input file '{file}' cannot be read: {e.Message} Name another, or give the process the right to read it.", e);

    public static JobValidationException GzipIsDamaged(string file, GzipException e) =>
        new($"Input file '{file}', decompressed, cannot be read on at byte {e.Position}: {e.Message} {GzipException.Advice}, or leave it out.", e);

    public static JobValidationException IsNoText(InvalidDataException e) => new(e.Message, e);
}
