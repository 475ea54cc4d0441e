using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>The subtasks of one vertex on one backend, each with states of all kinds and with the keys that live there.</summary>
internal sealed class Subtasks<TKey> : IDisposable
{
    private const int MaxParallelism = 16;
    private const int Keys = 400;

    private readonly ManualClock[] _clocks;
    private readonly IStateScope[] _scopes;

    /// <param name="backend">Opens the scopes.</param>
    /// <param name="parallelism">How many subtasks there are.</param>
    /// <param name="now">The time that all begin with, in ms since the epoch.</param>
    public Subtasks(IStateBackend backend, int parallelism, long now)
    {
        Backend = backend;
        _clocks = [.. Enumerable.Range(0, parallelism).Select(_ => new ManualClock { Now = now })];
        _scopes = [.. Enumerable.Range(0, parallelism).Select(i => backend.Open(SettingsOf(i), CancellationToken.None))];
    }

    public IStateBackend Backend { get; }

    public int Parallelism => _scopes.Length;

    public IReadOnlyList<IStateScope> Scopes => _scopes;

    /// <summary>The states of the subtasks, once they are registered.</summary>
    public AllStates<TKey>[] States { get; private set; } = [];

    public long Now => _clocks.Max(c => c.Now);

    public StateScopeSettings SettingsOf(int subtask) => new(
        new JobId("job"), 1, 0, subtask, MaxParallelism, KeyGroups.RangeOf(subtask, MaxParallelism, _clocks.Length),
        [new StateOperator(Opened.Uid, Opened.Operator)], SerializerRegistry.Default, _clocks[subtask]);

    /// <summary>Asks for all states; after what was restored.</summary>
    public Subtasks<TKey> Register(Func<int, TKey> keyOf)
    {
        var owned = Enumerable.Range(0, Keys).Select(keyOf).ToLookup(OwnerOf);
        States = [.. _scopes.Select((scope, i) => new AllStates<TKey>(Backend, scope, _clocks[i], number => owned[i].ElementAt(number % owned[i].Count()), showsExpired: false))];
        return this;
    }

    /// <summary>All that the subtasks hold and that is not over, each state for itself.</summary>
    public List<string> Held() => [.. _scopes.SelectMany((scope, i) =>
    {
        var elements = new ElementsOfStates(_clocks[i].Now - AllStates<TKey>.TimeToLive);
        scope.Export(elements);
        return elements.InOrder().Select(e => $"subtask {i}: {e}");
    })];

    public void Dispose()
    {
        foreach (var scope in _scopes) scope.Dispose();
    }

    private int OwnerOf(TKey key) => KeyGroups.OwnerOf(
        KeyGroups.Assign(SerializerRegistry.Default.GetKey<TKey>().StableHash(key), MaxParallelism), MaxParallelism, _scopes.Length);

    /// <summary>What is written, by key group and state, in whatever order the states have.</summary>
    private sealed class ElementsOfStates(long over) : IStateWriter
    {
        private readonly Dictionary<int, StateHeader> _headers = [];
        private readonly List<(int Group, string Name, string Element)> _elements = [];

        public void Add(int state, StateHeader header) => _headers.Add(state, header);

        public void Write(int state, in StateElement element)
        {
            if (element.LastTouch <= over) return;
            _elements.Add((
                element.KeyGroup,
                _headers[state].Name,
                $"{Hex(element.Key)} {Hex(element.Namespace)} {Hex(element.MapKey)} {Hex(element.Value)} {element.LastTouch}"));
        }

        public IEnumerable<string> InOrder() =>
            _elements.OrderBy(e => e.Group).ThenBy(e => e.Name, StringComparer.Ordinal).Select(e => $"{e.Group} {e.Name} {e.Element}");

        private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
    }
}
