using System.CommandLine;
using System.CommandLine.Parsing;
using FlowActors.Examples.CommandLine;
using FlowActors.State;

namespace FlowActors.Examples.Durable;

/// <summary>The options of checkpoints and savepoints on the command line, which the commands that can be resumed share.</summary>
/// <param name="mayDiffer">The options of the command that may be others at <c>--resume</c>, for people.</param>
internal sealed class DurableArguments(string mayDiffer)
{
    private static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan IntervalMax = TimeSpan.FromDays(1);

    private readonly Option<TimeSpan?> _interval = new Option<TimeSpan?>("--checkpoint-interval")
    {
        HelpName = "TIME",
        Description = "Take a checkpoint so often: 500ms, 1s, 2m. Default: 10s with --data, else none. Without --data they go to a temporary folder.",
    }.Durations(IntervalMin, IntervalMax);

    private readonly Option<string?> _data = new("--data")
    {
        HelpName = "DIR",
        Description = "Keep the job and its checkpoints in this folder, one job in each. A run that was killed, or stopped by Ctrl-C, goes on with --resume.",
    };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = $"Go on with the job of --data from its last checkpoint; starts it if there is none. Takes the same arguments, of which may differ: {mayDiffer}. --from-savepoint need not be said again once the job has begun.",
    };

    private readonly Option<string?> _savepoint = new("--savepoint")
    {
        HelpName = "DIR",
        Description = "Stop with a savepoint in this folder, which is made, or empty: after --stop-after, without --data also at Ctrl-C.",
    };

    private readonly Option<SnapshotForm?> _form = new("--savepoint-format")
    {
        HelpName = "canonical|native",
        Description = "How --savepoint holds state: canonical, which any state backend reads (default), or native, which only the one that wrote it does.",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "canonical" => SnapshotForm.Canonical,
            "native" => SnapshotForm.Native,
            var other => Unknown(result, other),
        },
    };

    private readonly Option<bool> _drain = new("--drain") { Description = "End the input before the savepoint: timers fire as at the end, and nothing is left to read." };

    private readonly Option<long?> _stopAfter = new Option<long?>("--stop-after")
    {
        HelpName = "N",
        Description = "Read so many records in all, then stand still and stop with --savepoint.",
    }.AtLeast(1);

    private readonly Option<string?> _from = new("--from-savepoint")
    {
        HelpName = "DIR",
        Description = "Begin with what the savepoint in this folder holds. The same --output completes what its job had begun.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_interval, _data, _resume, _savepoint, _form, _drain, _stopAfter, _from]) command.Add(option);
    }

    /// <summary>What was given.</summary>
    /// <exception cref="JobValidationException">It does not go together, or a folder cannot be what it is named for.</exception>
    public DurableOptions Read(ParseResult parsed)
    {
        var options = new DurableOptions
        {
            Interval = parsed.GetValue(_interval),
            Data = PathOf(parsed, _data),
            Resume = parsed.GetValue(_resume),
            Savepoint = PathOf(parsed, _savepoint),
            SavepointForm = parsed.GetValue(_form),
            Drain = parsed.GetValue(_drain),
            StopAfter = parsed.GetValue(_stopAfter),
            FromSavepoint = PathOf(parsed, _from),
        };
        Check(options);
        return options;
    }

    private static void Check(DurableOptions options)
    {
        Refuse(options.Resume && options.Data is null, "--resume goes on with the job of a folder: name that with --data.");
        Refuse(options.StopAfter is not null && options.Savepoint is null, "--stop-after stops with a savepoint: name its folder with --savepoint.");
        Refuse(options.SavepointForm is not null && options.Savepoint is null, "--savepoint-format is how a savepoint is written: name its folder with --savepoint.");
        Refuse(options.Drain && options.Savepoint is null, "--drain ends the input before a savepoint: name its folder with --savepoint.");
        Refuse(
            options is { Savepoint: not null, Data: not null, StopAfter: null },
            "--savepoint with --data is taken after --stop-after records, as Ctrl-C leaves the job to --resume: say after how many.");
        if (options.Savepoint is { } target) Refuse(File.Exists(target), $"--savepoint '{target}' is a file: name a folder that is empty, or that is not there yet.");
        if (options.Savepoint is { } folder)
            Refuse(Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(), $"--savepoint '{folder}' is not empty: name a folder that is empty, or that is not there yet.");
        if (options.FromSavepoint is { } from) Refuse(!Directory.Exists(from), $"--from-savepoint '{from}' is no folder: name the folder of a savepoint.");
    }

    private static SnapshotForm? Unknown(ArgumentResult result, string other)
    {
        result.AddError($"--savepoint-format knows no '{other}': say canonical or native.");
        return null;
    }

    private static void Refuse(bool isWrong, string why)
    {
        if (isWrong) throw new JobValidationException(why);
    }

    private static string? PathOf(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } path) return null;
        Refuse(string.IsNullOrWhiteSpace(path), $"{option.Name} is empty: name a folder.");
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }
}
