using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Bench.Cluster;

/// <summary>Gives each key a value, as fast as it goes, and then those of evenly spread keys another one, at a constant rate; its sink says when it has records.</summary>
internal sealed class StatefulJob : IStreamJob
{
    /// <summary>What it is registered by.</summary>
    public const string Name = "stateful";

    /// <summary>The argument that says how many keys there are.</summary>
    public const string Keys = "keys";

    /// <summary>The argument that says how many records a second there are once all keys have a value.</summary>
    public const string Rate = "rate";

    /// <summary>The bytes of each value.</summary>
    public const int ValueBytes = 1_024;

    // Positions come at the rate; of the first ones each makes so many records, which is more than any machine takes.
    private const int FillingRecords = 100;

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        var (keys, rate) = (arguments.Get<int>(Keys), arguments.Get<int>(Rate));
        var filling = keys / FillingRecords;
        env.SetStateBackend("rocksdb")
            .Generate<long>(null, static position => position, rate).WithUid("positions")
            .FlatMap<int>((position, output) =>
            {
                if (position >= filling) output.Collect(Uniform.Index(position, keys));
                else for (var i = 0; i < FillingRecords; i++) output.Collect((int)(position * FillingRecords) + i);
            }).WithUid("keys")
            .KeyBy(static key => key)
            .Process(() => new Values()).WithUid("values")
            .SinkTo(new FlowSink()).WithUid("flow");
    }

    private sealed class Values : KeyedProcessFunction<int, int, int>
    {
        private IValueState<byte[]>? _value;

        public override void Open(IKeyedRuntimeContext context) => _value = context.GetState(new ValueStateDescriptor<byte[]>("value"));

        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<int> output)
        {
            var number = 1L;
            if (_value!.Value() is { } before)
            {
                if (before.Length != ValueBytes || UnpackableBytes.KeyOf(before) != value) throw new BenchException($"Key {value} has the value of another one, or a part of one.");
                number += UnpackableBytes.NumberOf(before);
            }

            _value.Update(UnpackableBytes.Of(value, number, ValueBytes));
            output.Collect(value);
        }
    }
}
