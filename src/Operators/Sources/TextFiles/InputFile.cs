namespace FlowActors.Sources;

/// <summary>One file to read, with its length when it was found.</summary>
internal readonly record struct InputFile(string Path, long Length)
{
    public const string StandardInputPath = "-";

    public static InputFile StandardInput { get; } = new(StandardInputPath, 0);

    public bool IsStandardInput => Path == StandardInputPath;
}
