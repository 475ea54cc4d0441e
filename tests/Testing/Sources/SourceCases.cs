using System.Globalization;
using System.Text;
using FlowActors.Functions;
using FlowActors.Sources;
using FlowActors.Testing;

namespace FlowActors.Tests.Sources;

/// <summary>
/// A verification for every source of ours that can be read again, by the name of its class. A new source needs one: a test says which has none.
/// </summary>
internal static class SourceCases
{
    /// <summary>The sources that cannot be read again, and why.</summary>
    public static IReadOnlyDictionary<string, string> Exempt { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SocketTextSource"] = "a server cannot be asked again: at most once",
        ["AsyncSequenceSource"] = "is enumerated anew, from what it gives then: at most once",
        ["ChannelSource"] = "a channel gives nothing a second time: at most once",
    };

    /// <summary>The cases: what they are called, the source's class, and the verification.</summary>
    public static IReadOnlyList<SourceCase> All { get; } =
    [
        new("collection", "CollectionSource", () => SourceVerification.VerifyAsync(env => env.FromElements("to", "be", "or", "not", "to", "be"))),
        new("sequence that is enumerated", "CollectionSource", () => SourceVerification.VerifyAsync(env => env.FromCollection(Lazily()))),
        new("sequence of numbers", "GeneratorSource", () => SourceVerification.VerifyAsync(env => env.FromSequence(7, 29))),
        new("generator", "GeneratorSource", () => SourceVerification.VerifyAsync(
            env => env.Generate(14, i => i.ToString(CultureInfo.InvariantCulture)), new SourceVerificationSettings { ParallelismMax = 5 })),
        new("generator without end", "GeneratorSource", () => SourceVerification.VerifyAsync(
            env => env.Generate(null, i => i * i), new SourceVerificationSettings { Records = 12 })),
        new("generator with a rate", "GeneratorSource", () => SourceVerification.VerifyAsync(
            env => env.Generate(9, i => i, recordsPerSecond: 2), new SourceVerificationSettings { TimeStep = TimeSpan.FromMilliseconds(400) })),
        new("numbers with a watermark strategy", "GeneratorSource", () => SourceVerification.VerifyAsync(env => env.FromSource(
            Source.FromSequence(1, 20), WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner(x => x * 7), "numbers"))),
        new("text files", "TextFileSource", () => InFolder(folder =>
        {
            folder.Write("a.txt", "one\ntwo\nthree\n");
            folder.Write("b.txt", "");
            folder.Write("c.txt", "four\r\n\r\nsix");
        })),
        new("text files in ranges", "TextFileSource", () => InFolder(
            folder => folder.Write("a.txt", string.Concat(Enumerable.Range(0, 12).Select(i => $"line {new string('x', i)}\n"))),
            new TextFileSettings { SplitBytes = 25, BufferBytes = 16 })),
        new("text files in UTF-16", "TextFileSource", () => InFolder(folder =>
        {
            folder.Write("a.txt", "eins\nzwei\n\ud83d\ude00\nvier\n", Encoding.Unicode);
            folder.Write("b.txt", "fünf\nsechs\n", Encoding.BigEndianUnicode);
        })),
        new("text files in gzip", "TextFileSource", () => InFolder(folder =>
        {
            folder.WriteGzip("a.gz", "one\ntwo\nthree\n");
            folder.WriteGzip("b.txt", "fünf\nsechs\n");
        })),
        new("text files that are monitored", "TextFileSource", () => InFolder(
            folder =>
            {
                folder.Write("a.txt", "one\ntwo\nthree\n");
                folder.Write("b.txt", "four\nfive\n");
            },
            new TextFileSettings { MonitorInterval = TimeSpan.FromSeconds(1) },
            new SourceVerificationSettings { Records = 5, TimeStep = TimeSpan.FromSeconds(1) })),
        new("several sources one after the other", "HybridSource", () => SourceVerification.VerifyAsync(
            HybridSource.Of(new CountedSource()).Then(() => 3, i => new CountedSource(), Boundedness.Bounded))),
        new("by hand", "TestingSource", () =>
        {
            var source = new TestingSource<int>();
            for (var i = 0; i < 5; i++) source.Emit(i, timestamp: i * 10);
            source.Watermark(30);
            source.Idle();
            source.Active();
            source.Emit(5);
            source.End();
            return SourceVerification.VerifyAsync(source, new SourceVerificationSettings { ParallelismMax = 1 });
        }),
    ];

    private static IEnumerable<string> Lazily() => Enumerable.Range(0, 6).Select(i => $"item {i}");

    private static async Task InFolder(Action<TextFolder> write, TextFileSettings? settings = null, SourceVerificationSettings? verification = null)
    {
        using var folder = new TextFolder();
        write(folder);
        await SourceVerification.VerifyAsync(new TextFileSource([folder.Path], settings), verification).ConfigureAwait(false);
    }
}

/// <summary>One source with its verification.</summary>
/// <param name="Name">What the case is called.</param>
/// <param name="Source">The name of the source's class.</param>
/// <param name="VerifyAsync">Verifies it.</param>
internal sealed record SourceCase(string Name, string Source, Func<Task> VerifyAsync);
