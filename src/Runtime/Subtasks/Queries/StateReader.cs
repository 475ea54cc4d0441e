using FlowActors.Runtime.Protocols;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Scans;
using FlowActors.State.Scopes;

namespace FlowActors.Runtime.Subtasks.Queries;

/// <summary>Answers queries from the state of one subtask, on its thread: between two quanta, so that nothing is seen half-way.</summary>
/// <param name="state">The state.</param>
/// <param name="groups">The key groups that live here.</param>
/// <param name="maxParallelism">How many key groups there are in all.</param>
/// <param name="attempt">The number of the subtask's attempt.</param>
internal sealed class StateReader(IQueriedState state, KeyGroupRange groups, int maxParallelism, int attempt)
{
    /// <summary>What one answer holds at most, in bytes of keys and values: in the message they are a third longer.</summary>
    public const int AnswerBytesMax = ControlLimits.PageBytes;

    /// <summary>What the schemas of a state take at most, in bytes; states with larger ones are not told of.</summary>
    public const int SchemaBytesMax = 256 << 10;

    /// <summary>The key groups that live here.</summary>
    public KeyGroupRange Groups => groups;

    /// <summary>How many key groups there are in all.</summary>
    public int MaxParallelism => maxParallelism;

    /// <inheritdoc cref="IQueriedState.MayRead"/>
    public bool MayRead(string uid, string name) => state.MayRead(uid, name);

    /// <inheritdoc cref="IQueriedState.GroupOf"/>
    public int GroupOf(string uid, string name, byte[] key) => state.GroupOf(uid, name, key);

    /// <inheritdoc cref="IQueriedState.GoOn"/>
    public bool GoOn(string uid, string name, PageReading page, ScanSlice slice) => state.GoOn(uid, name, page, slice);

    /// <summary>What this subtask has of a page.</summary>
    public ScanReading Answer(QueryOutcome outcome, int keyGroups, PagePart part) => new(outcome, attempt, keyGroups, maxParallelism, part);

    public IReadOnlyList<StateLine> States() =>
        [.. state.Queried.Where(s => SchemaBytesOf(s.Header) <= SchemaBytesMax).Select(s => new StateLine(
            attempt, s.Header.OperatorUid, s.Header.OperatorName, s.Header.Name, s.Header.Kind, s.Header.Key!.ToBytes(), s.Header.MapKey?.ToBytes(), s.Header.Value.ToBytes(), s.Keys))];

    /// <summary>Reads those of some keys that live here.</summary>
    /// <param name="uid">The operator.</param>
    /// <param name="name">The state.</param>
    /// <param name="keys">The bytes of the keys.</param>
    public (QueryOutcome Outcome, IReadOnlyList<KeyReading> Keys) Read(string uid, string name, IReadOnlyList<byte[]> keys)
    {
        if (!state.MayRead(uid, name)) return (QueryOutcome.Unknown, []);
        try
        {
            var found = new List<KeyReading>();
            var bytes = 0;
            for (var i = 0; i < keys.Count; i++)
            {
                if (!groups.Contains(state.GroupOf(uid, name, keys[i]))) continue;
                if (!TryRead(uid, name, keys[i], ref bytes, out var elements)) return (QueryOutcome.TooLarge, []);
                found.Add(new KeyReading(i, attempt, elements));
            }

            return (QueryOutcome.Answered, found);
        }
        catch (SerializationException)
        {
            return (QueryOutcome.WrongKey, []);
        }
    }

    /// <summary>Reads those of some entries of the map of a key that are there, if the key lives here.</summary>
    /// <param name="uid">The operator.</param>
    /// <param name="name">The state.</param>
    /// <param name="key">The bytes of the key.</param>
    /// <param name="mapKeys">The bytes of keys within its map.</param>
    /// <returns>One for each of the keys within the map, with what it has as its only element.</returns>
    public (QueryOutcome Outcome, IReadOnlyList<KeyReading> Keys) ReadEntries(string uid, string name, byte[] key, IReadOnlyList<byte[]> mapKeys)
    {
        if (!state.MayRead(uid, name)) return (QueryOutcome.Unknown, []);
        try
        {
            if (!groups.Contains(state.GroupOf(uid, name, key))) return (QueryOutcome.Answered, []);
            var (found, bytes) = (mapKeys.Select((_, i) => new KeyReading(i, attempt, [])).ToArray(), 0);
            var next = -1;
            state.ReadEntries(uid, name, key, mapKeys.Select(m => mapKeys[++next]), (in element) =>
            {
                bytes += element.Value.Length + (2 * ControlLimits.ValueBytes);
                found[next] = new KeyReading(next, attempt, [new StoredElementBytes([], element.Value.ToArray())]);
                return bytes <= AnswerBytesMax;
            });
            return bytes <= AnswerBytesMax ? (QueryOutcome.Answered, found) : (QueryOutcome.TooLarge, []);
        }
        catch (SerializationException)
        {
            return (QueryOutcome.WrongKey, []);
        }
    }

    private static int SchemaBytesOf(StateHeader header) => header.Key!.ToBytes().Length + (header.MapKey?.ToBytes().Length ?? 0) + header.Value.ToBytes().Length;

    private bool TryRead(string uid, string name, byte[] key, ref int bytes, out List<StoredElementBytes> elements)
    {
        var (read, total) = (new List<StoredElementBytes>(), bytes);
        state.Read(uid, name, key, (in element) =>
        {
            total += element.MapKey.Length + element.Value.Length + ControlLimits.ValueBytes;
            if (total > AnswerBytesMax) return false;
            read.Add(new StoredElementBytes(element.MapKey.ToArray(), element.Value.ToArray()));
            return true;
        });
        (bytes, elements) = (total, read);
        return total <= AnswerBytesMax;
    }
}
