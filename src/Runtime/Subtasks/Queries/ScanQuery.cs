using FlowActors.Runtime.Protocols;
using FlowActors.State.Scans;

namespace FlowActors.Runtime.Subtasks.Queries;

/// <summary>Reads what one subtask has of a page, in slices, so that it comes to its records in between. Used on the subtask's thread.</summary>
/// <param name="uid">The operator.</param>
/// <param name="state">The state.</param>
/// <param name="scan">What is read.</param>
/// <param name="after">The keys behind this.</param>
/// <param name="limit">How many keys there may be.</param>
internal sealed class ScanQuery(string uid, string state, StateScan scan, ScanPosition after, int limit)
{
    // An answer is awaited for some time only. What was found is remembered, and who is told of nothing yet asks again.
    private const int SlicesMax = 200;

    // The clock is looked at now and then: with what comes between, a millisecond.
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(0.8);

    private readonly PageReading _page = new(scan, after, LimitsOf(limit));
    private int _slices;

    /// <summary>How large a page may become.</summary>
    public static PageLimits LimitsOf(int keys) => new(keys, StateReader.AnswerBytesMax, ControlLimits.ValueBytes);

    /// <summary>Goes on; false when there is more to do than fits into a slice.</summary>
    public bool GoOn(StateReader reader, out ScanReading reading)
    {
        if (!reader.MayRead(uid, state))
        {
            reading = reader.Answer(QueryOutcome.Unknown, 0, new PagePart([], null, IsTooLarge: false));
            return true;
        }

        // One subtask only has what comes next, by key group or in the map of one key.
        if (scan.IsOfOneOwner && !reader.Groups.Contains(scan.MapOf is { } key ? reader.GroupOf(uid, state, key) : after.KeyGroup))
        {
            reading = reader.Answer(QueryOutcome.Answered, 0, new PagePart([], null, IsTooLarge: false));
            return true;
        }

        var isOver = reader.GoOn(uid, state, _page, new ScanSlice(TimeProvider.System, s_slice)) || ++_slices == SlicesMax;
        reading = reader.Answer(QueryOutcome.Answered, reader.Groups.Count, ToTheNext(_page.Part, reader));
        return isOver;
    }

    // Behind the last key group that lives here those of another subtask come.
    private PagePart ToTheNext(PagePart part, StateReader reader) => scan.IsByKeyGroup && part.Next is null && reader.Groups.End + 1 < reader.MaxParallelism
        ? part with { Next = new ScanPosition(reader.Groups.End + 1, null) }
        : part;
}

/// <summary>What one subtask has of a page.</summary>
/// <param name="Outcome">Whether it may be read.</param>
/// <param name="Attempt">The number of the attempt that the subtask is of.</param>
/// <param name="KeyGroups">For how many key groups it has answered.</param>
/// <param name="MaxParallelism">How many key groups there are in all.</param>
/// <param name="Part">What it has.</param>
internal sealed record ScanReading(QueryOutcome Outcome, int Attempt, int KeyGroups, int MaxParallelism, PagePart Part);
