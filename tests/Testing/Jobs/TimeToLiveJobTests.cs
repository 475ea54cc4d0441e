using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Jobs;

/// <summary>State that is over after a while, in a whole job: by the job's clock.</summary>
public sealed class TimeToLiveJobTests(FlowActorsTestKit kit) : IClassFixture<FlowActorsTestKit>
{
    [Fact]
    public async Task State_is_over_when_the_clock_of_the_job_has_moved_so_far()
    {
        var env = kit.CreateEnvironment();
        var source = new TestingSource<string>();
        var results = kit.Collect(env.FromTestingSource(source).KeyBy(w => w).Map(() => new Numbering()));
        var job = await kit.StartAsync(env);
        source.Emit("to");
        source.Emit("to");
        Assert.Equal(["to 1", "to 2"], await results.NextAsync(2));
        kit.Clock.Advance(TimeSpan.FromMinutes(1));
        source.Emit("to");
        Assert.Equal("to 1", await results.NextAsync());
        source.End();
        await kit.EndAsync(job);
    }

    private sealed class Numbering : RichMapFunction<string, string>
    {
        private IValueState<int>? _count;

        public override void Open(IKeyedRuntimeContext context) =>
            _count = context.GetState(new ValueStateDescriptor<int>("count") { TimeToLive = new StateTtlConfig(TimeSpan.FromMinutes(1)) });

        public override string Map(string value)
        {
            _count!.Update(_count.Value() + 1);
            return $"{value} {_count.Value()}";
        }
    }
}
