using System.CommandLine;

namespace FlowActors.Examples.CommandLine;

/// <summary>The options of state on the command line, which all commands share that run a job.</summary>
internal sealed class StateArguments
{
    private const long MemoryMin = 2L << 20;
    private const long MemoryMax = 1L << 40;

    // What the engine says by the keys of its configuration are options here.
    private static readonly (string Key, string Option)[] Settings =
        [("flowactors.state.backend", "--state"), ("flowactors.state.memory", "--state-memory"), ("flowactors.state.local-dirs", "--state-dirs, or --local of a node")];

    private readonly Option<string> _backend = new Option<string>("--state")
    {
        DefaultValueFactory = _ => StateOptions.InMemory, HelpName = "BACKEND", Description = $"Where state is kept: {string.Join(" or ", StateOptions.Backends)}.",
    }.OneOf([.. StateOptions.Backends]);

    private readonly Option<long?> _memory = new Option<long?>("--state-memory")
    {
        HelpName = "BYTES",
        Description = "What state on disk may take in memory, in this whole process: 16MB, 1GiB, or a number of bytes. Default: 512MiB. State that is kept in memory takes what it needs.",
    }.Sizes(MemoryMin, MemoryMax);

    private readonly Option<IReadOnlyList<string>?> _folders = new Option<IReadOnlyList<string>?>("--state-dirs")
    {
        HelpName = "DIR[,DIR]",
        Description = "The folders for state on disk, one on each local disk; they hold nothing that outlasts the run. Default: one below the system's temporary folder.",
    }.Folders();

    public void AddTo(Command command)
    {
        command.Add(_backend);
        command.Add(_memory);
        command.Add(_folders);
    }

    public StateOptions Read(ParseResult parsed) => new(parsed.GetValue(_backend)!, parsed.GetValue(_memory), parsed.GetValue(_folders));

    /// <summary>A text in which the first mention of a key is followed by the option that sets it.</summary>
    public static string WithOptions(string text)
    {
        foreach (var (key, option) in Settings)
        {
            var at = text.IndexOf(key, StringComparison.Ordinal);
            if (at >= 0) text = text.Insert(at + key.Length, $" ({option})");
        }

        return text;
    }
}
