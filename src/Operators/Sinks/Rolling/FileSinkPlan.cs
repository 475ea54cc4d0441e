using FlowActors.Files;
using FlowActors.Paths;

namespace FlowActors.Sinks;

/// <summary>What a <see cref="FileSink{T}"/> was asked for.</summary>
/// <param name="Path">The folder, as the program says it.</param>
/// <param name="Encoder">Makes the encoder of a writer.</param>
/// <param name="UserCode">Functions of the user's that it holds.</param>
internal sealed record FileSinkPlan<T>(string Path, Func<RowEncoder<T>> Encoder, IReadOnlyList<object> UserCode)
{
    public RollingPolicy Rolling { get; init; } = RollingPolicy.Default;

    public BucketAssigner<T> Buckets { get; init; } = BucketAssigner.None<T>();

    public string Prefix { get; init; } = FileSinkPlan.DefaultPrefix;

    public string Suffix { get; init; } = "";

    public IFileSystem Files { get; init; } = new LocalFileSystem();

    /// <summary>The full path, behind links.</summary>
    public string Folder => RealPath.Of(Path);

    /// <exception cref="JobValidationException">No files can be written there, or under such names.</exception>
    public void Validate()
    {
        Rolling.Check(Path);
        FileSinkPlan.CheckName(Path, "prefix", Prefix);
        FileSinkPlan.CheckName(Path, "suffix", Suffix);
        if (Prefix.Length == 0 || Prefix[0] == '.')
            throw FileSinkPlan.Refused(Path, $"its file names begin with '{Prefix}', and they need a beginning that is no dot, which hides files");
        TextFileTarget.ValidateParts(Path, Prefix + new string('x', FileSinkPlan.LongestNumbers) + Suffix);
    }
}

/// <summary>What does not depend on the records.</summary>
internal static class FileSinkPlan
{
    public const string DefaultPrefix = "part";

    /// <summary>How long subtask, writer and number are in the name of a file, at most.</summary>
    public const int LongestNumbers = 1 + 5 + 1 + 16 + 1 + 10;

    public static void CheckName(string path, string what, string part)
    {
        if (part.AsSpan().ContainsAny('/', '\\', '\0')) throw Refused(path, $"the {what} '{part}' of its file names leads to other folders");
    }

    public static JobValidationException Refused(string path, string why) => new($"The file sink to '{path}' cannot write: {why}. Use WithFileNames.");
}
