using FlowActors.Runtime.Checkpoints.Reading;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Serialization;
using FlowActors.State.Scans;

namespace FlowActors.Runtime.Client;

/// <summary>One state as it was at a checkpoint.</summary>
internal sealed class CheckpointReadings(LeasedCheckpoint leased, JobState state) : IStateReadings
{
    public Task<IReadOnlyList<KeyReading>> ReadAsync(IReadOnlyList<byte[]> keys, CancellationToken cancellationToken) =>
        ReadAsync(keys, (reader, key, left) => reader.Read(key, left, ControlLimits.ValueBytes), cancellationToken);

    public Task<IReadOnlyList<KeyReading>> ReadEntriesAsync(byte[] key, IReadOnlyList<byte[]> mapKeys, CancellationToken cancellationToken) =>
        ReadAsync(mapKeys, (reader, mapKey, left) => reader.ReadEntry(key, mapKey, left, ControlLimits.ValueBytes), cancellationToken);

    public async Task<StatePage> PageAsync(StateScan scan, ScanPosition after, int limit, CancellationToken cancellationToken)
    {
        var limits = new PageLimits(limit, StateReader.AnswerBytesMax, ControlLimits.ValueBytes);
        var page = await leased.ReadAsync((checkpoint, now) => ReaderOf(checkpoint, now).Page(scan, after, limits), cancellationToken).ConfigureAwait(false);
        if (page.Next is not null) leased.HasNext = true;
        if (page.IsTooLarge)
            throw new StateReadException(QueryOutcome.TooLarge, null) { Behind = page.Next is { Key.Length: < PageReading.KeyMax } behind ? behind : null };
        return new StatePage(page.Keys, page.Next, state.Attempt);
    }

    private Task<IReadOnlyList<KeyReading>> ReadAsync(
        IReadOnlyList<byte[]> keys, Func<CheckpointReader, byte[], long, IReadOnlyList<StoredElementBytes>?> read, CancellationToken cancellationToken) => leased.ReadAsync(
        IReadOnlyList<KeyReading> (checkpoint, now) =>
        {
            var reader = ReaderOf(checkpoint, now);
            var found = new List<KeyReading>();
            long left = StateReader.AnswerBytesMax;
            for (var i = 0; i < keys.Count; i++)
            {
                var elements = Checked(() => read(reader, keys[i], left)) ?? throw new StateReadException(QueryOutcome.TooLarge, null);
                left -= elements.Sum(e => (long)e.MapKey.Length + e.Value.Length + ControlLimits.ValueBytes);
                found.Add(new KeyReading(i, state.Attempt, elements));
            }

            return found;
        },
        cancellationToken);

    private static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SerializationException)
        {
            throw new StateReadException(QueryOutcome.WrongKey, null);
        }
    }

    private CheckpointReader ReaderOf(StoredCheckpoint checkpoint, long now)
    {
        var found = checkpoint.States.FirstOrDefault(s => s.Header.OperatorUid == state.Uid && s.Header.Name == state.Name)
            ?? throw new StateReadException(
                QueryOutcome.Unknown, $"Checkpoint {leased.Checkpoint} has no state '{state.Name}' of operator '{state.Uid}' that may be read.");
        return new CheckpointReader(checkpoint, found, now);
    }
}
