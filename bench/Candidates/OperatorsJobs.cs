using FlowActors.Bench.Work;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>Operators with two inputs, and with two outputs, as programs of one subtask for each vertex.</summary>
internal static class OperatorsJobs
{
    public static Action<StreamExecutionEnvironment, Total> Connect(OperatorsWork work, long each) => (env, total) => env
        .SetParallelism(1)
        .FromSequence(0, each - 1)
        .Connect(env.FromSequence(0, each - 1))
        .Map(work.First, work.Second)
        .SinkTo(new SumSink<long>(work.Sum, total));

    public static Action<StreamExecutionEnvironment, Total> Broadcast(OperatorsWork work, long records) => (env, total) => env
        .SetParallelism(1)
        .FromSequence(0, records - 1)
        .Connect(env.FromSequence(0, OperatorsWork.Rules - 1).Broadcast(ByRule.Rules))
        .Process(() => new ByRule(work))
        .SinkTo(new SumSink<long>(work.Sum, total));

    public static Action<StreamExecutionEnvironment, Total> SideOutput(OperatorsWork work, long records) => (env, total) =>
    {
        var main = env.SetParallelism(1).FromSequence(0, records - 1).Process(() => new Aside(work));
        main.SinkTo(new SumSink<long>(work.Sum, total));
        main.GetSideOutput(Aside.Tag).Map(work.First).SinkTo(new SumSink<long>(work.Sum, total));
    };

    /// <summary>Looks a rule up for each record.</summary>
    private sealed class ByRule(OperatorsWork work) : BroadcastProcessFunction<long, long, long>
    {
        public static readonly MapStateDescriptor<long, long> Rules = new("rules");

        public override void ProcessElement(long value, IReadOnlyBroadcastContext context, Collector<long> output) =>
            output.Collect(context.GetBroadcastState(Rules).TryGet(work.Rule(value), out var rule) ? value + rule : value);

        public override void ProcessBroadcastElement(long value, IBroadcastContext context, Collector<long> output)
        {
            context.GetBroadcastState(Rules).Put(value, 0);
            output.Collect(value);
        }
    }

    /// <summary>Sends every fourth record to a side output.</summary>
    private sealed class Aside(OperatorsWork work) : ProcessFunction<long, long>
    {
        public static readonly OutputTag<long> Tag = new("aside");

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            if (work.IsAside(value)) context.Output(Tag, value);
            else output.Collect(value);
        }
    }
}
