using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.StateBackend.Tests;

public sealed class StateDescriptorTests
{
    public static TheoryData<string, Func<string, StateDescriptor>> Constructors => new()
    {
        { "value", name => new ValueStateDescriptor<int>(name) },
        { "list", name => new ListStateDescriptor<int>(name) },
        { "map", name => new MapStateDescriptor<int, int>(name) },
        { "reducing", name => new ReducingStateDescriptor<int>(name, (x, y) => x + y) },
        { "aggregating", name => new AggregatingStateDescriptor<int, int, int>(name, new Sum()) },
    };

    [Theory]
    [MemberData(nameof(Constructors))]
    public void Names_of_the_engine_are_refused(string kind, Func<string, StateDescriptor> create)
    {
        Assert.Equal($"{kind}_1", create($"{kind}_1").Name);
        foreach (var name in new[] { "_", "_timers/event-time", "__mine" })
        {
            var refused = Assert.Throws<ArgumentException>(() => create(name));
            Assert.Equal("name", refused.ParamName);
            Assert.Contains($"No state can be named '{name}': names that begin with '_' are those of the engine's own states.", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Constructors))]
    public void Names_have_no_control_characters(string kind, Func<string, StateDescriptor> create) => Assert.Contains(
        $"No state can be named '{kind}\\u000a': it has the control character U+000A.", Assert.Throws<ArgumentException>(() => create($"{kind}\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_engine_names_lists_of_its_own() => Assert.Equal("_mine", ListStateDescriptor<int>.OfEngine("_mine").Name);

    private sealed class Sum : IAggregateFunction<int, int, int>
    {
        public int CreateAccumulator() => 0;

        public int Add(int value, int accumulator) => accumulator + value;

        public int GetResult(int accumulator) => accumulator;

        public int Merge(int a, int b) => a + b;
    }
}
