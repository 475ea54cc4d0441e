using FlowActors.Runtime.Client;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.State.Scans;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.State;

/// <summary>A state that a request reads, and from where; what cannot be read is a problem.</summary>
/// <param name="job">The name of the job.</param>
/// <param name="state">The state.</param>
/// <param name="readings">Where it is read from.</param>
/// <param name="leased">The checkpoint that it is read from, its own; null for live state.</param>
internal sealed class StateRead(string job, ShownState state, IStateReadings readings, LeasedCheckpoint? leased = null) : IDisposable
{
    public string Job => job;

    public ShownState State => state;

    /// <summary>What tells scans of one kind of reading from those of the other; nothing for live state.</summary>
    public IReadOnlyList<string> Kind => leased is null ? [] : ["checkpoint"];

    /// <summary>The checkpoint; null for live state.</summary>
    public long? Checkpoint => leased?.Checkpoint;

    /// <summary>Where something comes from that was read.</summary>
    /// <param name="attempt">The attempt, of live state.</param>
    public ReadFrom From(int attempt) => leased is null ? new ReadFrom.Attempt(attempt) : ReadFrom.Checkpoint.Of(leased);

    public void Dispose() => leased?.Dispose();

    public Task<IReadOnlyList<KeyReading>> ReadAsync(IReadOnlyList<byte[]> keys, CancellationToken cancellationToken) =>
        Reading(() => readings.ReadAsync(keys, cancellationToken));

    /// <param name="scan">What is read.</param>
    /// <param name="after">Where the page before has ended.</param>
    /// <param name="limit">How many keys there may be.</param>
    /// <param name="cursorOf">The cursor of a position.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public Task<StatePage> PageAsync(
        StateScan scan, ScanPosition after, int limit, Func<ScanPosition, string> cursorOf, CancellationToken cancellationToken) => Reading(async () =>
    {
        try
        {
            return await readings.PageAsync(scan, after, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (StateReadException e) when (e.Outcome == QueryOutcome.TooLarge)
        {
            throw TooLarge(e.Behind is null ? null : cursorOf(e.Behind));
        }
    });

    // It is the first one of the page: a page that has others before it ends there.
    private Problem TooLarge(string? cursor) => new(
        StatusCodes.Status413PayloadTooLarge,
        "The next key is too large",
        $"The next key of state '{state.State.Name}' of operator '{state.State.Uid}', or what it has, is larger than the " +
        $"{StateReader.AnswerBytesMax:N0} bytes that an answer holds. " +
        (cursor is null ? "No cursor is long enough to go on behind it: ask for a range without it, by from and to." : "Go on behind it with the cursor that stands here."))
    {
        Cursor = cursor,
    };

    /// <summary>Reads; what cannot be read is a problem.</summary>
    public static async Task<T> Reading<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (CheckpointNotReadException e)
        {
            throw CheckpointFinder.ProblemOf(e);
        }
        catch (StateUnavailableException e)
        {
            throw Problem.Unavailable($"It cannot be read now: {e.Message}. Ask again in a moment.");
        }
        catch (StateReadException e) when (e.Outcome == QueryOutcome.TooLarge)
        {
            throw new Problem(
                StatusCodes.Status413PayloadTooLarge,
                "The value is too large",
                $"What the keys have is larger than {StateReader.AnswerBytesMax:N0} bytes, which is the most that one answer holds. Ask for fewer keys.");
        }
        catch (StateReadException e)
        {
            throw Problem.Unreadable(e.Message);
        }
    }
}
