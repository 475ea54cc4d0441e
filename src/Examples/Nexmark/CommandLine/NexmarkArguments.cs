using System.CommandLine;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Nexmark;

/// <summary>The options of the nexmark command on the command line.</summary>
internal sealed class NexmarkArguments
{
    private static readonly NexmarkOptions Default = new("");

    private readonly Option<string> _query = new Option<string>("--query")
    {
        Required = true,
        HelpName = "QUERY",
        Description = $"What to run: {string.Join(", ", NexmarkQueries.All.Keys)}; or generator, which makes the events on one thread without the engine.",
    }.OneOf([.. NexmarkQueries.All.Keys, NexmarkOptions.Generator]);

    private readonly Option<long> _seed = Number("--seed", Default.Seed, "Another seed gives other events.", long.MinValue);
    private readonly Option<long> _events = Number("--events", Default.Events, "How many events.", 0L);
    private readonly Option<long> _group = Number("--group", Default.Group, "Events are out of order within groups of so many; 1 leaves them in order.", 1L);
    private readonly Option<long> _rate = Number("--rate", Default.Rate, "Events a second of event time.", 1L);

    private readonly Option<int> _parallelism = new Option<int>("--parallelism")
    {
        DefaultValueFactory = _ => Default.Parallelism!.Value, HelpName = "N", Description = "How many subtasks each operator has.",
    }.Parallelism();

    private readonly Option<int?> _sourceParallelism = new Option<int?>("--source-parallelism")
    {
        HelpName = "N",
        Description = "How many subtasks the source has. Default: as the other operators, but 1 for q18, whose ties depend on the order of the source.",
    }.Parallelism();

    private readonly Option<int> _nodes = new Option<int>("--nodes")
    {
        DefaultValueFactory = _ => Default.Nodes, HelpName = "N", Description = "Over how many nodes in this process the job is spread.",
    }.Between(1, EmbeddedOptions.NodesMax);

    private readonly Option<long> _throttle = Number("--throttle", Default.Throttle, "Events a second of wall time, all source subtasks together; 0: as fast as it goes.", 0L);

    private readonly StateArguments _state = new();

    private readonly Option<int> _repeat = Number("--repeat", Default.Repeat, "How many times to run.", 1);
    private readonly Option<string?> _output = new("--output")
    {
        HelpName = "FILE",
        Description = "Write the final rows, sorted, to this file; of rows that are updated the last ones. Default: rows are counted and dropped.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[
            _query, _seed, _events, _group, _rate, _parallelism, _sourceParallelism, _nodes, _throttle, _repeat, _output])
            command.Add(option);
        _state.AddTo(command);
    }

    /// <summary>Whether somebody said how many times to run.</summary>
    public bool IsRepeatGiven(ParseResult parsed) => parsed.GetResult(_repeat) is { Implicit: false };

    public NexmarkOptions Read(ParseResult parsed) => new(parsed.GetRequiredValue(_query))
    {
        Seed = parsed.GetValue(_seed),
        Events = parsed.GetValue(_events),
        Group = parsed.GetValue(_group),
        Rate = parsed.GetValue(_rate),
        Parallelism = parsed.GetValue(_parallelism),
        SourceParallelism = parsed.GetValue(_sourceParallelism),
        Nodes = parsed.GetValue(_nodes),
        Throttle = parsed.GetValue(_throttle),
        State = _state.Read(parsed),
        Repeat = parsed.GetValue(_repeat),
        Output = parsed.GetValue(_output),
    };

    private static Option<T> Number<T>(string name, T defaultValue, string description, T least)
        where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T> =>
        new Option<T>(name) { DefaultValueFactory = _ => defaultValue, HelpName = "N", Description = description }.AtLeast(least);
}
