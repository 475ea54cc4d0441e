using System.Text;
using FlowActors.Examples.CommandLine;
using FlowActors.Sources;

namespace FlowActors.Examples.WordCount;

/// <summary>What is asked of the wordcount command.</summary>
/// <param name="Input">Files, folders, patterns, <c>-</c>.</param>
/// <param name="Encoding">Of the input; null where byte order marks tell, or else it is UTF-8.</param>
/// <param name="Output">The file that gets all counts; null for none.</param>
/// <param name="Top">How many of the most frequent words are shown.</param>
/// <param name="Parallelism">Of all operators.</param>
internal sealed record WordCountOptions(string[] Input, Encoding? Encoding, string? Output, int Top, int Parallelism)
{
    /// <summary>From one checkpoint to the next; null leaves it to the engine.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>Where state is kept.</summary>
    public StateOptions State { get; init; } = new();

    /// <summary>What it says to read.</summary>
    public TextFileSource Text => new(Input, new TextFileSettings { Encoding = Encoding });
}
