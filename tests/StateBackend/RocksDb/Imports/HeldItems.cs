namespace FlowActors.StateBackend.Tests.RocksDb.Imports;

/// <summary>What the states of one key must hold, in the plainest form.</summary>
internal sealed class HeldItems
{
    public Item? Value { get; set; }

    public Item? Timed { get; set; }

    public List<Item> List { get; init; } = [];

    public List<Item> TimedList { get; init; } = [];

    public SortedDictionary<int, Item> Map { get; init; } = [];

    public SortedDictionary<int, Item> TimedMap { get; init; } = [];

    public SortedSet<(long Time, int Namespace)> Timers { get; init; } = [];

    public HeldItems Copy() => new()
    {
        Value = Value,
        Timed = Timed,
        List = [.. List],
        TimedList = [.. TimedList],
        Map = new(Map),
        TimedMap = new(TimedMap),
        Timers = [.. Timers],
    };
}
