using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Examples.Clicks;

/// <summary>
/// Gives each click the latest profile of its user that has come. A click that comes before any profile of its user waits for one for
/// <paramref name="patience"/> ms of event time, then leaves without one by a side output. Each click leaves once.
/// </summary>
internal sealed class EnrichClicks(long patience) : KeyedCoProcessFunction<string, Click, Profile, EnrichedClick>
{
    public static readonly OutputTag<Click> Unknown = new("unknown-users");

    /// <summary>The accumulator of the clicks that were seen.</summary>
    public const string ClicksAccumulator = "clicks";

    private IValueState<Profile>? _profile;
    private IListState<Click>? _waiting;
    private LongCounter? _clicks;

    public override void Open(IKeyedRuntimeContext context)
    {
        _profile = context.GetState(new ValueStateDescriptor<Profile>("profile"));
        _waiting = context.GetListState(new ListStateDescriptor<Click>("waiting"));
        _clicks = context.GetLongCounter(ClicksAccumulator);
    }

    public override void Process1(Click click, IKeyedProcessContext<string> context, Collector<EnrichedClick> output)
    {
        _clicks!.Add(1);
        if (_profile!.TryGet(out var profile))
        {
            output.Collect(new EnrichedClick(click, profile));
            return;
        }

        _waiting!.Add(click);
        context.TimerService.RegisterEventTimeTimer(click.Time + patience);
    }

    public override void Process2(Profile profile, IKeyedProcessContext<string> context, Collector<EnrichedClick> output)
    {
        _profile!.Update(profile);
        foreach (var click in _waiting!.Get())
        {
            context.TimerService.DeleteEventTimeTimer(click.Time + patience);
            output.Collect(new EnrichedClick(click, profile));
        }

        _waiting.Clear();
    }

    public override void OnTimer(long timestamp, IOnTimerContext<string> context, Collector<EnrichedClick> output)
    {
        var waiting = _waiting!.Get().ToLookup(click => click.Time + patience <= timestamp);
        foreach (var click in waiting[true]) context.Output(Unknown, click);
        _waiting.Update(waiting[false]);
    }
}
