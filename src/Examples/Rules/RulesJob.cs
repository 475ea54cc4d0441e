using FlowActors.Functions;
using FlowActors.Sources;

namespace FlowActors.Examples.Rules;

/// <summary>The program: payments by account, and rules that reach all of them while the job runs.</summary>
internal static class RulesJob
{
    public const string Name = "rules";

    public static CollectedResults<Alarm> Build(StreamExecutionEnvironment env, RulesOptions options)
    {
        env.SetParallelism(options.Parallelism);
        var streams = new PaymentStreams((ulong)options.Seed, options.Accounts);
        var ruleCount = (options.Payments + PaymentStreams.PaymentsPerRule - 1) / PaymentStreams.PaymentsPerRule;

        var rules = env.FromSource(
                Source.Generate(ruleCount, streams.RuleAt, (double)options.Rate / PaymentStreams.PaymentsPerRule),
                WatermarkStrategy.ForMonotonousTimestamps<Rule>().WithTimestampAssigner(rule => rule.Time),
                "Rules")
            .WithUid("rules").WithParallelism(1);
        return env.FromSource(
                Source.Generate(options.Payments, streams.PaymentAt, options.Rate),
                WatermarkStrategy.ForMonotonousTimestamps<Payment>().WithTimestampAssigner(payment => payment.Time),
                "Payments")
            .WithUid("payments").WithParallelism(1)
            .KeyBy(payment => payment.Account)
            .Connect(rules.Broadcast(ApplyRules.Rules))
            .Process(() => new ApplyRules()).WithName("Apply Rules").WithUid("apply")
            .Collect();
    }
}
