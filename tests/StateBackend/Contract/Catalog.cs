using FlowActors.State;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>A scope knows its states by name, kind and types, whoever registered them.</summary>
public abstract class Catalog(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void Every_state_is_known_with_kind_types_and_size()
    {
        using var state = Backend.Keyed<int>();
        var value = state.GetState(new ValueStateDescriptor<long>("value"));
        var list = state.GetListState(new ListStateDescriptor<string>("list"));
        var map = state.GetMapState(new MapStateDescriptor<int, string>("map"));
        var aggregated = state.GetAggregatingState(new AggregatingStateDescriptor<long, Box, Box>("sum", new SumOfBoxes()));
        state.Scope.OperatorState(Opened.Uid).GetUnionListState(new ListStateDescriptor<Guid>("ids")).Add(Guid.Empty);
        for (var key = 1; key <= 3; key++)
        {
            state.CurrentKey = key;
            value.Update(1);
            list.Update(Words.Of(key));
            map.Put(1, "a");
            map.Put(1, "b");
            map.Put(2, "c");
            aggregated.Add(1);
        }

        list.Clear();
        map.Remove(1);
        value.Clear();
        state.CurrentKey = 2;
        map.Clear();
        list.Add("more");
        Assert.Equal(
            [
                Told("value", StateKind.Value, 2, 2, typeof(long)),
                Told("list", StateKind.List, 2, 4, typeof(string)),
                Told("map", StateKind.Map, 2, 3, typeof(int), typeof(string)),
                Told("sum", StateKind.Aggregating, 3, 3, typeof(long), typeof(Box), typeof(Box)),
                $"{Opened.Uid} {Opened.Operator} ids UnionList  Guid 0 1",
            ],
            state.Scope.States.Select(Text));
    }

    [Fact]
    public void Operators_of_one_chain_have_states_of_their_own_and_strangers_have_none()
    {
        var settings = new StateScopeSettings(
            new JobId("job"), 1, 0, 0, 128, new KeyGroupRange(0, 127), [new("a", "first"), new("b", "second")], Serialization.SerializerRegistry.Default, TimeProvider.System);
        using var scope = Backend.Open(settings, CancellationToken.None);
        scope.Keyed<int>("a").GetTable(new ValueStateDescriptor<int>("n")).GetOrAdd(1, out _) = 1;
        Assert.Equal(0, scope.Keyed<long>("b").GetTable(new ValueStateDescriptor<string>("n")).Count);
        Assert.Contains("'a', 'b'", Assert.Throws<ArgumentException>(() => scope.Keyed<int>("c")).Message, StringComparison.Ordinal);
        Assert.Contains("'first'", Assert.Throws<InvalidOperationException>(() => scope.Keyed<string>("a")).Message, StringComparison.Ordinal);
        Assert.Same(scope.Keyed<int>("a"), scope.Keyed<int>("a"));
    }

    private static string Told(string name, StateKind kind, long keys, long elements, params Type[] types) =>
        $"{Opened.Uid} {Opened.Operator} {name} {kind} Int32 {string.Join(", ", types.Select(t => t.Name))} {keys} {elements}";

    private static string Text(RegisteredState s) =>
        $"{s.OperatorUid} {s.OperatorName} {s.Name} {s.Kind} {s.KeyType?.Name} {string.Join(", ", s.ValueTypes.Select(t => t.Name))} {s.Keys} {s.Elements}";
}
