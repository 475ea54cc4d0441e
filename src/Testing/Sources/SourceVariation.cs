using System.Globalization;

namespace FlowActors.Testing;

/// <summary>One way to read a source. Immutable.</summary>
/// <param name="How">What is different from the plain run, for people: <c>when it is ...</c>.</param>
/// <param name="Advice">What a difference comes from.</param>
internal sealed record SourceVariation(string How, string Advice)
{
    private const string PositionAdvice =
        "All of a reader's state lies in its splits: Snapshot gives each split that is not read to its end with the position behind the last " +
        "record that was emitted, also of a reader that has just got it, and AddSplits goes on from exactly there. Splits that are not assigned are in " +
        "the enumerator's state.";

    private const string ParallelAdvice =
        "A split may be read by any reader, several by one, and Redistribute gives splits that together hold what is left of the old ones.";

    private const string LossAdvice =
        "Splits that come back by AddSplitsBack are to be assigned again, also to the reader that comes in place of the lost one, which asks anew " +
        "and has to be told anew that there are no more.";

    /// <summary>True where the output is full after each record.</summary>
    public bool OneSlotOutput { get; init; }

    /// <summary>True where a snapshot is taken after each record.</summary>
    public bool Snapshots { get; init; }

    /// <summary>Whether the source is restored after so many records; null for never.</summary>
    public Func<int, bool>? RestoresAfter { get; init; }

    /// <summary>True where the reader of each second record is lost, and a checkpoint completes after each other one.</summary>
    public bool LosesAfterEach { get; init; }

    /// <summary>The reader of this record, from 1, is lost; null for none.</summary>
    public int? LosesAfter { get; init; }

    /// <summary>The numbers of readers, one after the other, a new one at each restore.</summary>
    public IReadOnlyList<int> Parallelisms { get; init; } = [1];

    /// <summary>True where nothing happens between two records.</summary>
    public bool IsUndisturbed => !Snapshots && RestoresAfter is null && !LosesAfterEach && LosesAfter is null && Parallelisms is [1];

    /// <summary>True where the order of the records is that of the plain run.</summary>
    public bool KeepsOrder => Parallelisms.All(p => p == 1) && !LosesAfterEach && LosesAfter is null;

    public static SourceVariation Plain { get; } = new("", "");

    /// <summary>All ways.</summary>
    /// <param name="positions">The records, from 1, after each of which something happens once.</param>
    /// <param name="parallelismMax">How many readers there may be.</param>
    public static IEnumerable<SourceVariation> All(IReadOnlyList<int> positions, int parallelismMax)
    {
        yield return new(
            "when its output is full after each record",
            "A reader emits by SplitOutput.Emit, hands on what that says, and goes on from where its cursor stands.")
        {
            OneSlotOutput = true,
        };
        yield return new("when a snapshot is taken after each record", "Snapshot leaves what reader and enumerator work with as it is.") { Snapshots = true };
        foreach (var position in positions) yield return Restored(position, [1, 1]);
        yield return RestoredAfterEach("restored after each record", [1]);
        foreach (var position in positions) yield return Lost(position, Math.Min(2, parallelismMax));
        yield return LostAfterEach(1);
        if (parallelismMax == 1) yield break;
        yield return new($"when it has {parallelismMax} readers", ParallelAdvice) { Parallelisms = [parallelismMax] };
        foreach (var position in positions) yield return Restored(position, [2, 1]);
        yield return RestoredAfterEach("restored after each record, with 2 readers", [2]);
        yield return RestoredAfterEach("restored at another parallelism after each record", [1, parallelismMax, 2]);
        yield return LostAfterEach(2);
    }

    private static SourceVariation Restored(int position, IReadOnlyList<int> parallelisms)
    {
        var from = parallelisms[0] == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" with {parallelisms[1]} instead of {parallelisms[0]} readers");
        return new(Text($"when it is restored{from} after record {position}"), PositionAdvice) { RestoresAfter = n => n == position, Parallelisms = parallelisms };
    }

    private static SourceVariation RestoredAfterEach(string how, IReadOnlyList<int> parallelisms) =>
        new($"when it is {how}", PositionAdvice + (parallelisms.Count == 1 ? "" : " " + ParallelAdvice)) { RestoresAfter = _ => true, Parallelisms = parallelisms };

    private static SourceVariation Lost(int position, int parallelism) =>
        new(Text($"when the reader of record {position} is lost before any checkpoint, one of {parallelism}"), LossAdvice)
        {
            LosesAfter = position,
            Parallelisms = [parallelism],
        };

    private static SourceVariation LostAfterEach(int parallelism) => new(
        Text($"when a reader is lost after each record, one of {parallelism}, with a completed checkpoint between"), LossAdvice + " " + PositionAdvice)
    {
        LosesAfterEach = true,
        Parallelisms = [parallelism],
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
