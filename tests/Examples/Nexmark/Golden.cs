using System.Globalization;
using System.IO.Compression;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Nexmark;

/// <summary>A published result of a query: what is to come out of which events.</summary>
public sealed record Golden(string Query, long Seed, int Events, long Group, int Rows, string Md5)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Nexmark", "Goldens");

    private static readonly Golden[] All =
        [.. File.ReadLines(Path.Combine(Folder, "SUMS")).Skip(1).Select(line => Parse(line.Split(' ')))];

    public static Golden Of(string query, long seed) => All.Single(golden => golden.Query == query && golden.Seed == seed);

    /// <summary>The two streams of every query, as a test's parameters.</summary>
    public static TheoryData<string, long> Of(params IEnumerable<string> queries)
    {
        var data = new TheoryData<string, long>();
        foreach (var query in queries)
        {
            data.Add(query, 1);
            data.Add(query, 2);
        }

        return data;
    }

    internal IEnumerable<Event> Stream()
    {
        var generator = new NexmarkGenerator(Seed, Group, rate: 10_000);
        for (var position = 0; position < Events; position++) yield return generator.At(position);
    }

    /// <summary>The first of the sorted rows, as many as are kept here, to show where a result goes wrong; of some queries none.</summary>
    internal IEnumerable<string> FirstLines()
    {
        foreach (var path in Directory.EnumerateFiles(Folder, $"{Query}-seed{Seed}.*"))
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            while (reader.ReadLine() is { } line) yield return line;
        }
    }

    private static Golden Parse(string[] columns) => new(
        columns[0], Number(columns[1]), (int)Number(columns[2]), Number(columns[3]), (int)Number(columns[4]), columns[5]);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
