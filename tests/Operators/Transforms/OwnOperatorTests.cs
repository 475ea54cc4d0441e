using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Transforms;

/// <summary>Operators of a user's own over one stream.</summary>
public sealed class OwnOperatorTests
{
    [Fact]
    public void It_is_an_operator_of_the_program_as_any_other()
    {
        Assert.Equal([2, 4], Programs.Run<int, int>(s => s.Transform("Doubling", () => new Doubling()), 1, 2));
        var node = Programs.OperatorOf<int, int>(s => s.Transform("Doubling", () => new Doubling()).WithName("double"));
        Assert.Equal(("Doubling", "double", null), (node.Kind, node.Name, node.KeyType));
    }

    [Fact]
    public void On_a_keyed_stream_it_has_keyed_state()
    {
        Assert.Equal(["a1", "b1", "a2"], Programs.Run<string, string>(s => s.KeyBy(x => x).Transform("Numbering", () => new Numbering()), "a", "b", "a"));
        var graph = Programs.Graph(env => env.FromElements("a").KeyBy(x => x).Transform("Numbering", () => new Numbering()).Discard());
        Assert.Equal(("Numbering", typeof(string)), (graph.Nodes[1].Kind, graph.Nodes[1].KeyType));
        Assert.Equal("HASH", graph.Edges[0].PartitionerName);
    }

    [Fact]
    public void Nothing_is_null_and_it_has_a_name()
    {
        var stream = new StreamExecutionEnvironment(new JobSettings()).FromElements(1);
        Assert.All([stream, stream.KeyBy(x => x)], s =>
        {
            Assert.Throws<ArgumentNullException>(() => s.Transform<int>("Doubling", null!));
            Assert.Throws<ArgumentException>(() => s.Transform(" ", () => new Doubling()));
        });
    }

    private sealed class Doubling : OneInputOperator<int, int>
    {
        public override void Collect(int value, long timestamp) => Output.Collect(value * 2, timestamp);
    }

    private sealed class Numbering : OneInputOperator<string, string>
    {
        private KeyAtHand<string>? _key;
        private IValueState<int>? _count;

        public override void Open()
        {
            var states = Context.GetKeyedStates<string>();
            (_key, _count) = (states.Key, states.GetState(new ValueStateDescriptor<int>("count")));
        }

        public override void Collect(string value, long timestamp)
        {
            _key!.Set(value);
            _count!.Update(_count.Value() + 1);
            Output.Collect($"{value}{_count.Value()}", timestamp);
            _key.Clear();
        }
    }
}
