using System.Globalization;
using FlowActors.Functions;
using FlowActors.Sinks;
using FlowActors.State;

namespace FlowActors.Http.Tests.Partitions;

/// <summary>Numbers the records of each key in state, and writes a line for each of them, exactly once. It never ends.</summary>
internal sealed class NumberedJob(string output) : IStreamJob
{
    public const string Name = "numbers";

    /// <summary>The state that anybody may read: the number of a key's last record.</summary>
    public const string State = "number";

    public const int Keys = 30;

    public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env
        .SetParallelism(3)
        .EnableCheckpointing(TimeSpan.FromMilliseconds(500))
        .SetRestartStrategy(new RestartStrategy.FixedDelay(1_000, TimeSpan.FromMilliseconds(100)))
        .Generate<long>(null, i => i, recordsPerSecond: 1_000).WithUid("records").WithParallelism(1)
        .KeyBy(i => i % Keys)
        .Process(() => new Numbering()).WithUid("numbering")
        .SinkTo(FileSink.Text<string>(output).WithRolling(RollingPolicy.OnEveryCheckpoint)).WithUid("files").Blocking();

    /// <summary>What is wrong with the lines that are committed; null for nothing.</summary>
    public static string? MistakeIn(IReadOnlyCollection<string> lines)
    {
        foreach (var key in lines.Select(l => l.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray()).GroupBy(l => l[0]))
        {
            var expected = 1L;
            foreach (var line in key.OrderBy(l => l[1]))
            {
                if (line[1] != expected) return $"Number {expected} of key {key.Key} was expected, and there is {line[1]}.";
                if (line[2] != key.Key + Keys * (expected - 1)) return $"Number {expected} of key {key.Key} is the record {line[2]}.";
                expected++;
            }
        }

        return null;
    }

    private sealed class Numbering : KeyedProcessFunction<long, long, string>
    {
        private IValueState<long>? _number;

        public override void Open(IKeyedRuntimeContext context) => _number = context.GetState(new ValueStateDescriptor<long>(State) { IsQueryable = true });

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            var number = (_number!.TryGet(out var before) ? before : 0) + 1;
            _number.Update(number);
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{value % Keys} {number} {value}"));
        }
    }
}
