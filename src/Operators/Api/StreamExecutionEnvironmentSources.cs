using FlowActors.Sources;

namespace FlowActors;

/// <summary>Sources that every program can use.</summary>
public static class StreamExecutionEnvironmentSources
{
    /// <summary>
    /// The lines of text files: see <see cref="TextFileSource"/>. All subtasks read, each its share of the files and of the
    /// ranges of large ones, so there is an order within a subtask only. Files in gzip are decompressed.
    /// </summary>
    /// <param name="env">The environment.</param>
    /// <param name="paths">Files, folders, patterns with <c>*</c> and <c>**</c>, or <c>-</c> for standard input.</param>
    public static DataStream<string> ReadTextFile(this StreamExecutionEnvironment env, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return env.FromSource(new TextFileSource(paths), "Text File Source");
    }

    /// <summary>The lines of text files that are read with other settings, such as their encoding, or monitored: see <see cref="TextFileSource"/>.</summary>
    /// <param name="env">The environment.</param>
    /// <param name="settings">How to read.</param>
    /// <param name="paths">Files, folders, patterns with <c>*</c> and <c>**</c>, or <c>-</c> for standard input.</param>
    public static DataStream<string> ReadTextFile(this StreamExecutionEnvironment env, TextFileSettings settings, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(paths);
        return env.FromSource(new TextFileSource(paths, settings), "Text File Source");
    }
}
