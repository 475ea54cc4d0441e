using FlowActors.Functions;
using FlowActors.Sources;

namespace FlowActors.Examples.Clicks;

/// <summary>The program: clicks and profiles, connected by user.</summary>
internal static class ClicksJob
{
    public const string Name = "clicks";

    private const long Second = 1_000;

    public static ClicksResults Build(StreamExecutionEnvironment env, ClicksOptions options)
    {
        env.SetParallelism(options.Parallelism);
        var streams = new ClickStreams((ulong)options.Seed, options.Users);
        var profileCount = (options.Clicks + ClickStreams.ClicksPerProfile - 1) / ClickStreams.ClicksPerProfile;

        var clicks = env.FromSource(
                Source.Generate(options.Clicks, streams.ClickAt),
                WatermarkStrategy.ForMonotonousTimestamps<Click>().WithTimestampAssigner(click => click.Time),
                "Clicks")
            .WithUid("clicks").WithParallelism(1);
        var profiles = env.FromSource(
                Source.Generate(profileCount, streams.ProfileAt),
                WatermarkStrategy.ForMonotonousTimestamps<Profile>().WithTimestampAssigner(profile => profile.Time),
                "Profiles")
            .WithUid("profiles").WithParallelism(1);

        var enriched = clicks.Connect(profiles)
            .KeyBy(click => click.User, profile => profile.User)
            .Process(() => new EnrichClicks(options.Patience * Second)).WithName("Enrich").WithUid("enrich");
        return new ClicksResults(enriched.Collect(), enriched.GetSideOutput(EnrichClicks.Unknown).Collect());
    }
}
