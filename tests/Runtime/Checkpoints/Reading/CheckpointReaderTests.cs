using CsCheck;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Reading;
using FlowActors.Serialization;
using FlowActors.State.Keyed;
using FlowActors.State.Scans;
using FlowActors.State.Snapshots.Stored;
using FlowActors.State.Tables;

namespace FlowActors.Runtime.Tests.Checkpoints.Reading;

/// <summary>What is read of a checkpoint, key by key and page by page, at any parallelism, is what was written and is not over.</summary>
public sealed class CheckpointReaderTests
{
    private const long Now = 1_000;
    private const int TimeToLive = 100;
    private const int BytesEach = 4;

    private static readonly string[] s_states = ["Value", "List", "Map"];

    private static readonly Gen<(int Seed, int MaxParallelism, int Parallelism, int Keys, int Limit, int Bytes)> s_cases = Gen.Select(
        Gen.Int[0, 1_000_000], Gen.OneOf(1, 7, 40), Gen.Int[1, 5], Gen.OneOf(0, 3, 120), Gen.OneOf(1, 2, 7, 1_000), Gen.OneOf(60, 400, 100_000))
        .Select(c => (c.Item1, c.Item2, Math.Min(c.Item2, c.Item3), c.Item4, c.Item5, c.Item6));

    [Fact]
    public void Keys_and_pages_are_those_of_the_model() => Seeded.Check(
        s_cases,
        given =>
        {
            var elements = ElementsOf(given.Seed, given.Keys);
            var written = new WrittenCheckpoint(
                elements, given.MaxParallelism, given.Parallelism, [.. s_states.Select(s => new QueryableState(WrittenCheckpoint.Uid, s, 3) { TimeToLive = TimeToLive })]);
            using var checkpoint = written.Open();
            Assert.True(checkpoint.IsUnaligned);
            Assert.Equal(s_states.Order(StringComparer.Ordinal), checkpoint.States.Select(s => s.Header.Name));
            foreach (var state in checkpoint.States)
            {
                Assert.Equal(3 * given.Parallelism, state.Keys);
                var expected = elements[state.Header.Name].Where(e => !(e.LastTouch <= Now - TimeToLive)).ToList();
                var reader = new CheckpointReader(checkpoint, state, Now);
                foreach (var key in elements[state.Header.Name].Select(e => e.Key).Append("nobody").Distinct())
                    Assert.Equal(Shown(expected.Where(e => e.Key == key)), Shown(reader.Read(WrittenCheckpoint.KeyOf(key), 100_000, BytesEach)!));
                AssertPages(given, reader, expected, new StateScan(KeyRange.All, IsByKeyGroup: true, Id: 1));
                AssertPages(given, reader, expected, new StateScan(KeyRange.All, IsByKeyGroup: false, Id: 1));
                AssertPages(given, reader, expected, new StateScan(KeyRange.All.BeginsWith("k1"u8), IsByKeyGroup: false, Id: 1));
                AssertPages(given, reader, expected, new StateScan(KeyRange.All.From(WrittenCheckpoint.KeyOf("k2")).Before(WrittenCheckpoint.KeyOf("k7")), IsByKeyGroup: false, Id: 1));
                if (state.Header.Name == "Map") AssertEntries(given, reader, expected);
            }
        },
        60);

    [Fact]
    public void What_is_not_marked_is_read_where_all_may_be()
    {
        var written = new WrittenCheckpoint(ElementsOf(1, 10), 4, 2, queryable: null);
        using var closed = written.Open();
        Assert.Empty(closed.States);
        using var opened = written.Open(isAllReadable: true);
        Assert.Equal(s_states.Order(StringComparer.Ordinal), opened.States.Select(s => s.Header.Name));
        var reader = new CheckpointReader(opened, opened.States[^1], Now);
        Assert.NotEmpty(reader.Page(new StateScan(KeyRange.All, IsByKeyGroup: true, Id: 1), ScanPosition.Start, new PageLimits(10, 10_000, BytesEach)).Keys);
    }

    [Fact]
    public void A_large_value_is_none_of_an_answer_and_bytes_of_no_key_are_refused()
    {
        var written = new WrittenCheckpoint(
            new Dictionary<string, List<WrittenElement>> { ["Value"] = [new WrittenElement("large", [], new byte[500], null)] },
            4,
            2,
            [new QueryableState(WrittenCheckpoint.Uid, "Value", 1)]);
        using var checkpoint = written.Open();
        var reader = new CheckpointReader(checkpoint, checkpoint.States[0], Now);
        Assert.Null(reader.Read(WrittenCheckpoint.KeyOf("large"), 500, BytesEach));
        Assert.Single(reader.Read(WrittenCheckpoint.KeyOf("large"), 500 + BytesEach, BytesEach)!);
        Assert.Throws<SerializationException>(() => reader.Read("large"u8.ToArray(), 500, BytesEach));
    }

    // A subtask that was restored and has not asked for the state yet writes it as it came.
    [Fact]
    public void What_an_earlier_type_wrote_is_not_read_by_the_present_one()
    {
        var written = new WrittenCheckpoint(
            ElementsOf(1, 20),
            4,
            2,
            [new QueryableState(WrittenCheckpoint.Uid, "Value", 1)],
            i => i == 0 ? SerializerRegistry.Default.Get<long>().Schema : SerializerRegistry.Default.Get<int>().Schema);
        using var checkpoint = written.Open();
        var reader = new CheckpointReader(checkpoint, Assert.Single(checkpoint.States), Now);
        var failure = Assert.Throws<OtherFormException>(() =>
            reader.Page(new StateScan(KeyRange.All, IsByKeyGroup: true, Id: 1), ScanPosition.Start, new PageLimits(1_000, 100_000, BytesEach)));
        Assert.Contains("'Value' of operator 'uid'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Databases_are_opened_where_a_key_may_lie_and_closed_with_the_checkpoint()
    {
        var written = new WrittenCheckpoint(ElementsOf(1, 20), 8, 4, [new QueryableState(WrittenCheckpoint.Uid, "Value", 1)], hasDatabases: true);
        var opened = new List<EmptyDatabase>();
        using (var checkpoint = written.Open(database: stored =>
        {
            opened.Add(new EmptyDatabase(stored.KeyGroups));
            return opened[^1];
        }))
        {
            var state = Assert.Single(checkpoint.States);
            Assert.Empty(opened);
            var reader = new CheckpointReader(checkpoint, state, Now);
            for (var i = 0; i < 2; i++) reader.Read(WrittenCheckpoint.KeyOf("k1"), 1_000, BytesEach);
            Assert.True(Assert.Single(opened).KeyGroups.Contains(WrittenCheckpoint.GroupOf("k1", 8)));
            reader.Page(new StateScan(KeyRange.All, IsByKeyGroup: false, Id: 1), ScanPosition.Start, new PageLimits(1, 1_000, BytesEach));
            Assert.Equal(4, opened.Count);
        }

        Assert.All(opened, o => Assert.True(o.IsDisposed));
    }

    private static Dictionary<string, List<WrittenElement>> ElementsOf(int seed, int keys)
    {
        var random = new Random(seed);
        var all = Enumerable.Range(0, keys).Select(i => i % 9 == 0 ? new string('k', i / 9) : $"k{random.Next(2 * keys)}").Distinct().ToList();
        return s_states.ToDictionary(name => name, name => all.Where(_ => random.Next(4) > 0).SelectMany(key => Enumerable
            .Range(0, name == "Value" ? 1 : random.Next(1, 4))
            .Select(i => new WrittenElement(
                key, name == "Map" ? WrittenCheckpoint.KeyOf($"m{i}") : [], BytesOf(random), random.Next(3) == 0 ? null : random.NextInt64(Now - (2 * TimeToLive), Now)))).ToList());
    }

    private static byte[] BytesOf(Random random)
    {
        var bytes = new byte[random.Next(30)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void AssertPages(
        (int Seed, int MaxParallelism, int Parallelism, int Keys, int Limit, int Bytes) given, CheckpointReader reader, IReadOnlyList<WrittenElement> written, StateScan scan)
    {
        var limits = new PageLimits(given.Limit, given.Bytes, BytesEach);
        var groups = written.GroupBy(e => e.Key).Select(g => (Group: WrittenCheckpoint.GroupOf(g.Key, given.MaxParallelism), Key: WrittenCheckpoint.KeyOf(g.Key), Elements: g.ToList()))
            .Where(g => scan.Keys.Contains(g.Key)).OrderBy(g => scan.PlaceOf(g.Group)).ThenBy(g => g.Key, ByBytes.Instance).ToList();
        var expected = groups.Where(g => limits.BytesOf(g.Key) + g.Elements.Sum(e => limits.BytesOf(e.MapKey, e.Value)) <= given.Bytes).ToList();
        var (read, tooLarge) = (new List<ScannedKey>(), 0);
        for (var next = ScanPosition.Start; next is not null;)
        {
            var page = reader.Page(scan, next, limits);
            Assert.True(page.Keys.Count <= given.Limit && page.Keys.Sum(limits.BytesOf) <= given.Bytes);
            Assert.True(page.Next is null || page.Next.CompareTo(next) > 0);
            if (page.IsTooLarge) tooLarge++;
            read.AddRange(page.Keys);
            next = page.Next;
        }

        Assert.Equal(groups.Count - expected.Count, tooLarge);
        Assert.Equal(expected.Select(e => (e.Group, Convert.ToHexString(e.Key), Shown(e.Elements))), read.Select(k => (k.KeyGroup, Convert.ToHexString(k.Key), Shown(k.Elements))));
    }

    // Of the maps of some keys.
    private static void AssertEntries((int Seed, int MaxParallelism, int Parallelism, int Keys, int Limit, int Bytes) given, CheckpointReader reader, IReadOnlyList<WrittenElement> written)
    {
        foreach (var key in written.Select(e => e.Key).Distinct().Take(4).Append("nobody"))
        {
            var entries = written.Where(e => e.Key == key).OrderBy(e => e.MapKey, ByBytes.Instance).ToList();
            foreach (var mapKey in Enumerable.Range(0, 4).Select(i => WrittenCheckpoint.KeyOf($"m{i}")))
            {
                var expected = entries.Where(e => e.MapKey.SequenceEqual(mapKey)).Select(e => Convert.ToHexString(e.Value));
                Assert.Equal(expected, reader.ReadEntry(WrittenCheckpoint.KeyOf(key), mapKey, 100_000, BytesEach)!.Select(e => Convert.ToHexString(e.Value)));
            }

            foreach (var keys in new[] { KeyRange.All, KeyRange.All.From(WrittenCheckpoint.KeyOf("m1")), KeyRange.All.Before(WrittenCheckpoint.KeyOf("m2")).From(WrittenCheckpoint.KeyOf("m1")) })
            {
                var read = new List<string>();
                for (var next = ScanPosition.Start; next is not null;)
                {
                    var page = reader.Page(
                        new StateScan(keys, IsByKeyGroup: false, Id: 1) { MapOf = WrittenCheckpoint.KeyOf(key) }, next, new PageLimits(given.Limit, 60 + given.Bytes, BytesEach));
                    Assert.True(page.Keys.Count <= given.Limit && !page.IsTooLarge);
                    read.AddRange(page.Keys.Select(k => $"{Convert.ToHexString(k.Key)}={Convert.ToHexString(Assert.Single(k.Elements).Value)}"));
                    next = page.Next;
                }

                Assert.Equal(entries.Where(e => keys.Contains(e.MapKey)).Select(e => $"{Convert.ToHexString(e.MapKey)}={Convert.ToHexString(e.Value)}"), read);
            }
        }
    }

    private static string Shown(IEnumerable<WrittenElement> elements) => string.Join(' ', elements.Select(e => $"{Convert.ToHexString(e.MapKey)}={Convert.ToHexString(e.Value)}"));

    private sealed class EmptyDatabase(KeyGroupRange groups) : IStoredStates
    {
        public KeyGroupRange KeyGroups => groups;

        public bool IsDisposed { get; private set; }

        public IReadOnlyCollection<StoredKeyedState> States => [];

        public void Scan(StoredKeyedState state, int keyGroup, KeyRange keys, ElementTaker taker)
        {
        }

        public void Dispose() => IsDisposed = true;
    }

    private static string Shown(IReadOnlyList<StoredElementBytes> elements) => string.Join(' ', elements.Select(e => $"{Convert.ToHexString(e.MapKey)}={Convert.ToHexString(e.Value)}"));
}
