using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Examples.Clicks;

/// <summary>
/// Gives each click the profile that its user had at its time. A click of a user who had none yet waits for the first one for
/// <paramref name="patience"/> ms of event time, then leaves without one by a side output. Each click leaves once.
/// </summary>
internal sealed class EnrichClicks(long patience) : KeyedCoProcessFunction<string, Click, Profile, EnrichedClick>
{
    public static readonly OutputTag<Click> Unknown = new("unknown-users");

    /// <summary>The accumulator of the clicks that were seen.</summary>
    public const string ClicksAccumulator = "clicks";

    private IMapState<long, Click[]>? _clicks;
    private IMapState<long, Profile>? _profiles;
    private IValueState<Profile>? _latest;
    private IListState<Click>? _waiting;
    private LongCounter? _seen;

    public override void Open(IKeyedRuntimeContext context)
    {
        _clicks = context.GetMapState(new MapStateDescriptor<long, Click[]>("clicks"));
        _profiles = context.GetMapState(new MapStateDescriptor<long, Profile>("profiles"));
        _latest = context.GetState(new ValueStateDescriptor<Profile>("latest"));
        _waiting = context.GetListState(new ListStateDescriptor<Click>("waiting"));
        _seen = context.GetLongCounter(ClicksAccumulator);
    }

    public override void ProcessElement1(Click click, IKeyedProcessContext<string> context, Collector<EnrichedClick> output)
    {
        _seen!.Add(1);
        _clicks!.Put(click.Time, [.. _clicks.TryGet(click.Time, out var others) ? others : [], click]);
        context.TimerService.RegisterEventTimeTimer(click.Time);
        context.TimerService.RegisterEventTimeTimer(click.Time + patience);
    }

    public override void ProcessElement2(Profile profile, IKeyedProcessContext<string> context, Collector<EnrichedClick> output)
    {
        _profiles!.Put(profile.Time, profile);
        context.TimerService.RegisterEventTimeTimer(profile.Time);
    }

    public override void OnTimer(long timestamp, IOnTimerContext<string> context, Collector<EnrichedClick> output)
    {
        // Both streams have come so far: what has this time is all there, and what is earlier has had its turn.
        if (_profiles!.TryGet(timestamp, out var profile))
        {
            _profiles.Remove(timestamp);
            _latest!.Update(profile);
        }

        if (_clicks!.TryGet(timestamp, out var clicks))
        {
            _clicks.Remove(timestamp);
            foreach (var click in clicks) _waiting!.Add(click);
        }

        if (_latest!.TryGet(out var latest))
        {
            foreach (var click in _waiting!.Get()) output.Collect(new EnrichedClick(click, latest));
            _waiting.Clear();
            return;
        }

        // They wait in the order of their times.
        if (_waiting!.Get().FirstOrDefault() is not { } first || first.Time + patience > timestamp) return;
        var waiting = _waiting.Get().ToLookup(click => click.Time + patience <= timestamp);
        foreach (var click in waiting[true]) context.Output(Unknown, click);
        _waiting.Update(waiting[false]);
    }
}
