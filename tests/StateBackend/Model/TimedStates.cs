using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Model;

/// <summary>What the states of all keys must hold when each element is over after a while: a list of elements with their times, and no more.</summary>
internal sealed class TimedStates(StateTtlConfig config, ManualClock clock)
{
    private readonly Dictionary<(long Key, string State), List<Element>> _elements = [];

    public long? Value(long key, string state) => Live(key, state).SingleOrDefault()?.Value;

    public IEnumerable<long> List(long key) => Live(key, "list").Select(e => e.Value);

    public IEnumerable<KeyValuePair<long, long>> Map(long key) => Live(key, "map").Select(e => KeyValuePair.Create(e.MapKey, e.Value)).OrderBy(e => e.Key);

    public void Put(long key, string state, long value, long mapKey = 0)
    {
        All(key, state).RemoveAll(e => e.MapKey == mapKey);
        Add(key, state, value, mapKey);
    }

    public void Add(long key, string state, long value, long mapKey = 0) => All(key, state).Add(new(mapKey, value) { LastTouch = clock.Now });

    public void Fold(long key, string state, long value) => Put(key, state, (Value(key, state) ?? 0) + value);

    public void Remove(long key, string state, long? mapKey = null) => All(key, state).RemoveAll(e => mapKey is null || e.MapKey == mapKey);

    /// <summary>Somebody reads what is there.</summary>
    public void Read(long key, string state, long? mapKey = null)
    {
        if (config.UpdateType != StateTtlUpdateType.OnReadAndWrite) return;
        foreach (var element in Live(key, state).Where(e => mapKey is null || e.MapKey == mapKey)) element.LastTouch = clock.Now;
    }

    private List<Element> All(long key, string state) =>
        _elements.TryGetValue((key, state), out var all) ? all : _elements[(key, state)] = [];

    private List<Element> Live(long key, string state) => All(key, state).FindAll(
        e => config.Visibility != StateTtlVisibility.NeverReturnExpired || clock.Now - e.LastTouch < (long)config.TimeToLive.TotalMilliseconds);

    private sealed record Element(long MapKey, long Value)
    {
        public long LastTouch { get; set; }
    }
}
