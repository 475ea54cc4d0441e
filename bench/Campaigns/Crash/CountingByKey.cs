using System.Globalization;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>
/// Numbers the records of each key and sums their values; counts them by stretches of event time, each of which a timer ends; and sets
/// timers of processing time, one at a time for each key. Whatever it emits shows the state behind it, so that state which was lost or
/// counted twice shows too (<see cref="CrashOracle"/> reads the lines).
/// </summary>
internal sealed class CountingByKey(int region, Plant plant, KillSwitch kill)
    : KeyedProcessFunction<int, CrashRecord, string>, ICheckpointedFunction, ICheckpointListener
{
    private readonly HashSet<int> _forgotten = [];
    private bool _isRestored;
    private IValueState<long>? _number;
    private IValueState<long>? _sum;
    private IMapState<long, long>? _buckets;
    private IValueState<long>? _set;
    private IValueState<long>? _fired;

    public void InitializeState(IFunctionInitializationContext context)
    {
        _isRestored = context.IsRestored;
        if (context.RestoredCheckpointId is { } checkpoint) kill.Restores(checkpoint);
    }

    public override void Open(IKeyedRuntimeContext context)
    {
        _number = context.GetState(new ValueStateDescriptor<long>("number"));
        _sum = context.GetState(new ValueStateDescriptor<long>("sum"));
        _buckets = context.GetMapState(new MapStateDescriptor<long, long>("buckets"));
        _set = context.GetState(new ValueStateDescriptor<long>("set"));
        _fired = context.GetState(new ValueStateDescriptor<long>("fired"));
    }

    public override void ProcessElement(CrashRecord value, IKeyedProcessContext<int> context, Collector<string> output)
    {
        kill.Processing(region);
        if (plant == Plant.State && _isRestored && _forgotten.Add(value.Key)) _sum!.Clear();
        var number = _number!.Value() + 1;
        _number.Update(number);
        var sum = unchecked(_sum!.Value() + value.Value);
        _sum.Update(sum);

        var bucket = value.Position / CrashRecords.BucketLength;
        var inBucket = _buckets!.TryGet(bucket, out var before) ? before + 1 : 1;
        _buckets.Put(bucket, inBucket);
        context.TimerService.RegisterEventTimeTimer((bucket + 1) * CrashRecords.BucketLength);

        var set = _set!.Value();
        if (set == _fired!.Value())
        {
            _set.Update(++set);
            context.TimerService.RegisterProcessingTimeTimer(context.TimerService.CurrentProcessingTime + 20);
        }

        output.Collect(string.Create(CultureInfo.InvariantCulture, $"R {region} {value.Key} {value.Position} {number} {sum} {inBucket} {set}"));
    }

    public override void OnTimer(long timestamp, IOnTimerContext<int> context, Collector<string> output)
    {
        if (context.TimeDomain == TimeDomain.ProcessingTime)
        {
            var fired = _fired!.Value() + 1;
            _fired.Update(fired);
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"P {region} {context.CurrentKey} {fired}"));
            return;
        }

        var bucket = timestamp / CrashRecords.BucketLength - 1;
        var count = _buckets!.TryGet(bucket, out var counted) ? counted : 0;
        _buckets.Remove(bucket);
        output.Collect(string.Create(CultureInfo.InvariantCulture, $"T {region} {context.CurrentKey} {bucket} {count}"));
    }

    public void SnapshotState(IFunctionSnapshotContext context)
    {
    }

    public void NotifyCheckpointComplete(long checkpointId) => kill.Completed(checkpointId);
}
