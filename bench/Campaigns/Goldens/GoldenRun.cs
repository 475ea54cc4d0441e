using System.Globalization;
using System.Security.Cryptography;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Goldens;

/// <summary>Runs one query by the command line of the examples, in processes of its own.</summary>
/// <param name="program">The examples.</param>
/// <param name="golden">What is to come out.</param>
/// <param name="nodes">Over how many nodes its job is spread.</param>
/// <param name="state">Where it keeps state, unless its way says otherwise.</param>
/// <param name="folder">Where everything is kept, made for this run.</param>
internal sealed class GoldenRun(ExamplesProgram program, Golden golden, int nodes, StateChoice state, string folder)
{
    private const string ResumedMark = "source_position=";
    private readonly List<string> _resumed = [];

    private string Rows => Path.Combine(folder, "rows.txt");

    private string Data => Path.Combine(folder, "job");

    private string Savepoint => Path.Combine(folder, "half");

    /// <exception cref="NotStartedException">The machine was too busy for a process to start.</exception>
    /// <exception cref="BenchException">A command failed.</exception>
    public Task<GoldenResult> RunAsync(GoldenWay way, CancellationToken cancellationToken) => way switch
    {
        GoldenWay.Killed killed => KillAsync(killed.Moments, cancellationToken),
        GoldenWay.Rescaled rescaled => StopAsync((rescaled.Before, state), (rescaled.After, state), rescaled.StopAfter, cancellationToken),
        GoldenWay.Moved moved => StopAsync((Math.Max(2, nodes), moved.Before), (Math.Max(2, nodes), moved.After), moved.StopAfter, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "There is no such way."),
    };

    private async Task<GoldenResult> KillAsync(IReadOnlyList<KillMoment> moments, CancellationToken cancellationToken)
    {
        // One subtask a node at least, and more than one on one.
        string[] arguments = [.. Arguments(Math.Max(2, nodes), state), "--data", Data];
        var kills = 0;
        foreach (var moment in moments)
        {
            using var process = ExampleProcess.Start(program, [.. arguments, .. kills > 0 ? ["--resume"] : Array.Empty<string>()]);
            if (!await process.KillAtAsync(Data, moment, cancellationToken))
            {
                // It was faster than the moment: its output is complete.
                return Compare(kills, await process.EndAsync(cancellationToken));
            }

            kills++;
            if (File.Exists(Rows)) return new GoldenResult(kills, _resumed, "the output has its name, and its job was killed");
            Note(process.Output);
        }

        using var last = ExampleProcess.Start(program, [.. arguments, "--resume"]);
        return Compare(kills, await last.EndAsync(cancellationToken));
    }

    private async Task<GoldenResult> StopAsync(
        (int Parallelism, StateChoice State) before, (int Parallelism, StateChoice State) after, long stopAfter, CancellationToken cancellationToken)
    {
        string[] stop = ["--savepoint", Savepoint, "--stop-after", stopAfter.ToString(CultureInfo.InvariantCulture)];
        using (var first = ExampleProcess.Start(program, [.. Arguments(before.Parallelism, before.State), .. stop])) await first.EndAsync(cancellationToken);
        if (File.Exists(Rows)) return new GoldenResult(0, _resumed, "the output has its name, and its job was stopped half-way");
        using var second = ExampleProcess.Start(program, [.. Arguments(after.Parallelism, after.State), "--from-savepoint", Savepoint]);
        var result = Compare(0, await second.EndAsync(cancellationToken));
        return result.Difference is null && !_resumed.SequenceEqual([stopAfter.ToString(CultureInfo.InvariantCulture)])
            ? result with { Difference = $"the job went on from position {string.Join(", ", _resumed)}" }
            : result;
    }

    private GoldenResult Compare(int kills, string output)
    {
        Note(output);
        return new GoldenResult(kills, _resumed, Difference(output));
    }

    private string? Difference(string output)
    {
        var figures = string.Create(CultureInfo.InvariantCulture, $"events={golden.Events} rows={golden.Rows} ");
        if (!output.Contains(figures, StringComparison.Ordinal)) return $"'{figures.Trim()}' was expected, and the end was: {output.Trim()}";
        if (Md5Of(Rows) is var md5 && md5 != golden.Md5) return $"the rows have MD5 {md5}";
        var left = Directory.EnumerateFileSystemEntries(folder).Except([Rows, Data, Savepoint]).Select(Path.GetFileName).ToList();
        return left.Count == 0 ? null : $"{string.Join(", ", left)} was left behind";
    }

    private static string Md5Of(string file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Note(string output)
    {
        foreach (var line in output.Split('\n').Where(line => line.StartsWith("resumed ", StringComparison.Ordinal)))
            _resumed.Add(line[(line.IndexOf(ResumedMark, StringComparison.Ordinal) + ResumedMark.Length)..].Trim());
    }

    private string[] Arguments(int parallelism, StateChoice kept)
    {
        var culture = CultureInfo.InvariantCulture;
        return
        [
            "nexmark", "--query", golden.Query, "--seed", golden.Seed.ToString(culture), "--events", golden.Events.ToString(culture),
            "--group", golden.Group.ToString(culture), "--parallelism", parallelism.ToString(culture), "--nodes", nodes.ToString(culture),
            "--checkpoint-interval", "200ms", "--throttle", "50000", "--output", Rows, .. kept.Arguments,
        ];
    }
}
