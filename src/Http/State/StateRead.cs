using FlowActors.Runtime.Client;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.State.Scans;
using FlowActors.State.Tables;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.State;

/// <summary>A state that a request reads, and from where; what cannot be read is a problem.</summary>
/// <param name="job">The name of the job.</param>
/// <param name="state">The state.</param>
/// <param name="readings">Where it is read from.</param>
/// <param name="leased">The checkpoint that it is read from, its own; null for live state.</param>
internal sealed class StateRead(string job, ShownState state, IStateReadings readings, LeasedCheckpoint? leased = null) : IDisposable
{
    public ShownState State => state;

    // What tells scans of one kind of reading from those of the other; nothing for live state.
    private IReadOnlyList<string> Kind => leased is null ? [] : ["checkpoint"];

    /// <summary>Where something comes from that was read.</summary>
    /// <param name="attempt">The attempt, of live state.</param>
    public ReadFrom From(int attempt) => leased is null ? new ReadFrom.Attempt(attempt) : ReadFrom.Checkpoint.Of(leased);

    public void Dispose() => leased?.Dispose();

    public Task<IReadOnlyList<KeyReading>> ReadAsync(IReadOnlyList<byte[]> keys, CancellationToken cancellationToken) =>
        Reading(() => readings.ReadAsync(keys, cancellationToken), $"Ask for fewer keys.{MapAdvice}");

    /// <inheritdoc cref="IStateReadings.ReadEntriesAsync"/>
    public Task<IReadOnlyList<KeyReading>> ReadEntriesAsync(byte[] key, IReadOnlyList<byte[]> mapKeys, CancellationToken cancellationToken) =>
        Reading(() => readings.ReadEntriesAsync(key, mapKeys, cancellationToken), "Ask for fewer entries.");

    /// <summary>A page, and the cursor of the next one; null where there is none.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="keys">Which keys; of a map the keys within it.</param>
    /// <param name="mapOf">The key whose map is read, entry by entry; null where whole keys are.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="Problem">It cannot be read, or the cursor is none of it.</exception>
    public async Task<(StatePage Page, string? Cursor)> PageAsync(ScanQuery asked, KeyRange keys, byte[]? mapOf, CancellationToken cancellationToken)
    {
        string?[] parts = [job, state.State.Uid, state.State.Name, asked.Prefix, asked.From, asked.To, .. Kind, .. mapOf is null ? [] : new[] { Convert.ToBase64String(mapOf) }];
        var cursor = asked.Cursor is null ? ScanCursor.Begin() with { Checkpoint = leased?.Checkpoint } : ScanCursor.Read(asked.Cursor, parts);
        var scan = new StateScan(keys, asked.IsByKeyGroup && mapOf is null, cursor.Id) { MapOf = mapOf };
        var page = await Reading(async () =>
        {
            try
            {
                return await readings.PageAsync(scan, cursor.Position, asked.Limit, cancellationToken).ConfigureAwait(false);
            }
            catch (StateReadException e) when (e.Outcome == QueryOutcome.TooLarge)
            {
                throw TooLarge(mapOf is null ? "key" : "entry", e.Behind is null ? null : CursorOf(e.Behind));
            }
        }).ConfigureAwait(false);
        return (page, page.Next is null ? null : CursorOf(page.Next));

        string CursorOf(ScanPosition position) => (cursor with { Position = position }).Write(parts);
    }

    // It is the first one of the page: a page that has others before it ends there.
    private Problem TooLarge(string what, string? cursor) => new(
        StatusCodes.Status413PayloadTooLarge,
        $"The next {what} is too large",
        $"The next {what} of state '{state.State.Name}' of operator '{state.State.Uid}', or what it has, is larger than the " +
        $"{StateReader.AnswerBytesMax:N0} bytes that an answer holds. " +
        (cursor is null ? "No cursor is long enough to go on behind it: ask for a range without it, by from and to." : "Go on behind it with the cursor that stands here.") +
        (what == "key" ? MapAdvice : ""))
    {
        Cursor = cursor,
    };

    private string MapAdvice => state.MapKey is null ? "" : " A large map is read by its entries: ?key=JSON&limit=100.";

    /// <summary>Reads; what cannot be read is a problem.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="advice">What to do where it is more than an answer holds.</param>
    public static async Task<T> Reading<T>(Func<Task<T>> read, string advice = "Ask for fewer keys.")
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
                $"What the keys have is larger than {StateReader.AnswerBytesMax:N0} bytes, which is the most that one answer holds. {advice}");
        }
        catch (StateReadException e)
        {
            throw Problem.Unreadable(e.Message);
        }
    }
}
