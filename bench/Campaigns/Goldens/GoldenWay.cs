using System.Globalization;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Goldens;

/// <summary>What is done to a query's job before it ends.</summary>
internal abstract record GoldenWay
{
    /// <summary>What the report calls it.</summary>
    public abstract string Name { get; }

    /// <summary>The column of the report that it belongs to.</summary>
    public abstract string Column { get; }

    /// <summary>Its process is killed, and another one goes on.</summary>
    /// <param name="Moments">When, one for each process that is killed.</param>
    public sealed record Killed(IReadOnlyList<KillMoment> Moments) : GoldenWay
    {
        public override string Name => Moments.Count == 1 ? "killed once" : string.Create(CultureInfo.InvariantCulture, $"killed {Moments.Count} times");

        public override string Column => Moments.Count == 1 ? "killed once" : "killed 2 to 4 times";
    }

    /// <summary>It is stopped with a canonical savepoint, and another job begins with that, whose state lies elsewhere.</summary>
    /// <param name="Before">Where its state lies.</param>
    /// <param name="After">Where that of the other job lies.</param>
    /// <param name="StopAfter">After how many events.</param>
    public sealed record Moved(StateChoice Before, StateChoice After, long StopAfter) : GoldenWay
    {
        public override string Name => $"savepoint {Before.Backend} to {After.Backend}";

        public override string Column => Name;
    }

    /// <summary>It is stopped with a savepoint, and another job begins with that.</summary>
    /// <param name="Before">Its parallelism.</param>
    /// <param name="After">That of the other job.</param>
    /// <param name="StopAfter">After how many events.</param>
    public sealed record Rescaled(int Before, int After, long StopAfter) : GoldenWay
    {
        public override string Name => string.Create(CultureInfo.InvariantCulture, $"savepoint {Before} to {After}");

        public override string Column => Name;
    }
}

/// <summary>When a process is killed.</summary>
/// <param name="Checkpoints">After how many checkpoints of its own, 1 at least: before the first there is nothing to go on from.</param>
/// <param name="Later">How much later.</param>
internal readonly record struct KillMoment(int Checkpoints, TimeSpan Later);
