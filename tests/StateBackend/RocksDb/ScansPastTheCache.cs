using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Keyed;
using FlowActors.State.RocksDb;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>What a scan costs on RocksDB: it reads what it was asked for and no more, and the cache does not notice.</summary>
public sealed class ScansPastTheCache : IDisposable
{
    private const int Keys = 3_000;

    private readonly RocksDbStateBackend _backend = new(new RocksDbStateSettings { MemoryBytes = (48 << 20) + 1 });
    private readonly SerializerRegistry _serializers = new();
    private readonly CountingKeys _counted = new();
    private readonly RocksTables _tables;
    private readonly StateScope _scope;
    private readonly IKeyedStates<Word> _keyed;

    public ScansPastTheCache()
    {
        _serializers.RegisterKey(_counted);
        var settings = new StateScopeSettings(
            new JobId("job"), 1, 0, 0, 1, new KeyGroupRange(0, 0), [new StateOperator(Opened.Uid, Opened.Operator)], _serializers, TimeProvider.System);
        _tables = _backend.OpenTables(settings);
        _scope = new StateScope(settings, _tables);
        _keyed = _scope.Keyed<Word>(Opened.Uid);
        Change(Enumerable.Range(0, Keys), 1);
        Forget();
    }

    public void Dispose()
    {
        _scope.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [InlineData("values", 10)]
    [InlineData("lists", 20)]
    [InlineData("maps", 20)]
    public void Only_keys_of_the_range_are_read(string state, int expected)
    {
        _counted.Read = 0;
        Assert.Equal(expected, Scan(state, KeyRange.All.BeginsWith(Begin("00123"))).Count);
        Assert.InRange(_counted.Read, 10, 40);
    }

    [Theory]
    [InlineData("values")]
    [InlineData("lists")]
    [InlineData("maps")]
    public void Who_has_enough_has_read_no_more(string state)
    {
        _counted.Read = 0;
        Assert.Equal(4, Scan(state, KeyRange.All, max: 4).Count);
        Assert.InRange(_counted.Read, 2, 16);
    }

    [Fact]
    public void A_large_map_of_which_a_part_is_in_memory_is_read_from_where_it_is_asked_for()
    {
        var map = _keyed.GetMapState(new MapStateDescriptor<Word, int>("large"));
        _keyed.Key.Set(new Word("key"));
        for (var i = 0; i < 10_000; i++) map.Put(new Word($"{i:00000}"), i);
        Forget();
        map.Put(new Word("05000"), -1);
        map.Remove(new Word("05002"));
        map.Put(new Word("05001x"), -2);
        _counted.Read = 0;
        var range = KeyRange.All.Behind(KeyBytes.Of(_counted, new Word("key")), KeyBytes.Of(_counted, new Word("04998")));
        Assert.Equal(["04999=4999", "05000=-1", "05001=5001", "05001x=-2", "05003=5003"], Scan("large", range, 5));
        Assert.InRange(_counted.Read, 3, 10);
    }

    [Fact]
    public void Nothing_is_loaded_or_written_and_nothing_counts_as_used()
    {
        Change(Enumerable.Range(0, 20), 2);
        var before = Noted();
        Assert.NotEmpty(Scan("values", KeyRange.All));
        Assert.NotEmpty(Scan("lists", KeyRange.All.From(Begin("00010"))));
        Assert.NotEmpty(Scan("maps", KeyRange.All.BeginsWith(Begin("0001"))));
        Assert.Equal(before, Noted());

        (long, long, long, long) Noted() => (
            _tables.Database.LotsWritten, _tables.Database.Tables.Sum(t => t.Accesses), _tables.Database.Tables.Sum(t => t.Misses), _tables.Database.Tables.Sum(t => t.Weight));
    }

    [Fact]
    public void What_was_saved_for_a_frozen_state_and_is_on_its_way_is_found()
    {
        Change([7, Keys + 7], 3);
        _keyed.Key.Set(WordOf(8));
        _keyed.GetState(new ValueStateDescriptor<int>("values")).Clear();
        using var frozen = _scope.Freeze(SnapshotForm.Native);
        var steps = int.MaxValue;
        foreach (var table in _tables.Database.Tables) Assert.True(table.SaveFrozen(ref steps));
        Assert.True(_tables.Database.Lot.Count > 0);
        Assert.Equal(["=3"], Scan("values", KeyRange.All.BeginsWith(KeyBytes.Of(_counted, WordOf(7)))));
        Assert.Empty(Scan("values", KeyRange.All.BeginsWith(KeyBytes.Of(_counted, WordOf(8)))));
        Assert.Equal(["=3"], Scan("values", KeyRange.All.From(KeyBytes.Of(_counted, WordOf(Keys)))));
        Assert.Equal(["=1", "=1", "=3", "=3"], Scan("lists", KeyRange.All.BeginsWith(KeyBytes.Of(_counted, WordOf(7)))));
    }

    [Theory]
    [InlineData("values", 1)]
    [InlineData("lists", 2)]
    [InlineData("maps", 2)]
    public void A_key_that_goes_meanwhile_is_noticed_though_nothing_is_left_to_read(string state, int elements)
    {
        var left = elements;
        Assert.Throws<InvalidOperationException>(() => _scope.Scan(Opened.Uid, state, 0, KeyRange.All.From(KeyBytes.Of(_counted, WordOf(Keys - 2))), (in element) =>
        {
            if (--left == 0) Clear(Keys - 1);
            return true;
        }));
        Assert.Equal(0, left);
    }

    private static Word WordOf(int key) => new($"{key:000000}");

    // What the bytes of all words begin with that begin with these letters.
    private static byte[] Begin(string letters) => KeyBytes.OfTextsFrom(SerializerRegistry.Default.GetKey<string>(), letters);

    private void Change(IEnumerable<int> keys, int value)
    {
        foreach (var key in keys)
        {
            _keyed.Key.Set(WordOf(key));
            _keyed.GetState(new ValueStateDescriptor<int>("values")).Update(value);
            _keyed.GetListState(new ListStateDescriptor<int>("lists")).AddAll([value, value]);
            _keyed.GetMapState(new MapStateDescriptor<int, int>("maps")).PutAll([new(1, value), new(2, value)]);
        }
    }

    private void Clear(int key)
    {
        _keyed.Key.Set(WordOf(key));
        _keyed.GetState(new ValueStateDescriptor<int>("values")).Clear();
        _keyed.GetListState(new ListStateDescriptor<int>("lists")).Clear();
        _keyed.GetMapState(new MapStateDescriptor<int, int>("maps")).Clear();
    }

    // Nothing is in memory afterwards.
    private void Forget()
    {
        foreach (var table in _tables.Database.Tables) table.Evict(all: true);
        _tables.Database.WriteLot();
    }

    private List<string> Scan(string state, KeyRange keys, int max = int.MaxValue)
    {
        var found = new List<string>();
        _scope.Scan(Opened.Uid, state, 0, keys, (in element) =>
        {
            var mapKey = new ByteReader(element.MapKey);
            var value = new ByteReader(element.Value);
            found.Add($"{(state == "large" ? CountingKeys.Texts.Deserialize(ref mapKey) : "")}={_serializers.Get<int>().Deserialize(ref value)}");
            return found.Count < max;
        });
        return found;
    }

    public sealed record Word(string Text);

    /// <summary>Texts as keys that count how many of them are read from bytes.</summary>
    private sealed class CountingKeys : KeySerializer<Word>
    {
        public static readonly KeySerializer<string> Texts = SerializerRegistry.Default.GetKey<string>();

        public int Read { get; set; }

        public override bool IsImmutable => true;

        public override TypeSchema Schema => TypeSchema.Custom("word");

        public override int StableHash(Word key) => Texts.StableHash(key.Text);

        public override bool Equals(Word? x, Word? y) => x!.Text == y!.Text;

        public override void Serialize(ByteWriter writer, Word value) => Texts.Serialize(writer, value.Text);

        public override Word Deserialize(ref ByteReader reader)
        {
            Read++;
            return new(Texts.Deserialize(ref reader));
        }

        public override Word Copy(Word value) => value;
    }
}
