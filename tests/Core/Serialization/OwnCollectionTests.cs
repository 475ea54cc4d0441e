using System.Collections;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

/// <summary>Of a collection its elements come back; what else it holds is kept or refused, never lost.</summary>
public sealed class OwnCollectionTests
{
    public static TheoryData<Type> Losing =>
    [
        typeof(Basket), typeof(PrivateField), typeof(AutoProperty), typeof(Inherits), typeof(OfDictionary), typeof(OfHashSet), typeof(OfQueue), typeof(OfStack), typeof(OfSortedSet),
        typeof(OfSortedDictionary), typeof(OfSortedList), typeof(OfConcurrentDictionary), typeof(OfConcurrentQueue), typeof(OfCollection), typeof(OfObservable), typeof(OfKeyed),
        typeof(OfLinkedList), typeof(OwnWithProperty), typeof(OwnWithPrivateField), typeof(OwnWithTwoLists), typeof(OwnWithComparer), typeof(OwnWithNumber), typeof(OwnOfOwn),
        typeof(OfReadOnly), typeof(List<Basket>), typeof(OwnMap), typeof(WithComputedOwner), typeof(Guarded),
    ];

    [Theory]
    [MemberData(nameof(Losing))]
    public void A_collection_that_holds_more_than_its_elements_is_refused(Type type)
    {
        var refused = Assert.Throws<UnserializableTypeException>(() => new SerializerRegistry().Get(type));
        Assert.Contains("which would be lost", refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Type> Changing => [typeof(Reversed), typeof(Doubling), typeof(Growing), typeof(Tidying)];

    [Theory]
    [MemberData(nameof(Changing))]
    public void A_collection_that_changes_its_elements_or_their_order_is_refused(Type type) =>
        Assert.Throws<UnserializableTypeException>(() => new SerializerRegistry().Get(type));

    [Fact]
    public void A_collection_that_holds_its_elements_and_what_follows_from_them_survives()
    {
        AssertSurvives(new Bare { "a", "b" });
        AssertSurvives(new Computed { "a", "b" });
        AssertSurvives(new Own { "b", "a" });
        AssertSurvives(new OwnNodes { "b", "a" });
        AssertSurvives(new Picky(["b", "a"]));
        AssertSurvives(new Keyed { new Item("a", 1), new Item("b", 2) });
        AssertSurvives(new OwnSorted { "b", "a" });
        Assert.Equal("b", Trip.Through(new OwnNodes { "b", "a" }).First);
        Assert.Equal(2, Trip.Through(new OwnNodes { "b", "a" }).Count);
    }

    [Fact]
    public void A_field_that_its_type_leaves_out_is_left_out()
    {
        var back = Trip.Through(new LeavesOut { "a" });
        Assert.Equal(["a"], back);
        Assert.Null(back.Note);
    }

    [Fact]
    public void A_comparer_that_the_type_itself_brings_along_is_kept()
    {
        Assert.Contains("A", Trip.Through(new IgnoringCase { "a" }));
        Assert.True(Trip.Through(new MapIgnoringCase { ["a"] = 1 }).ContainsKey("A"));
        Assert.Throws<SerializationException>(() => Trip.Through(new AnyComparer(StringComparer.OrdinalIgnoreCase) { "a" }));
    }

    [Fact]
    public void A_comparer_is_seen_behind_an_interface_and_a_wrapper()
    {
        var map = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 };
        var set = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" };
        AssertComparerRefused<IDictionary<string, int>>(map);
        AssertComparerRefused<IReadOnlyDictionary<string, int>>(map);
        AssertComparerRefused<ISet<string>>(set);
        AssertComparerRefused<IReadOnlySet<string>>(set);
        AssertComparerRefused<IEnumerable<string>>(set);
        AssertComparerRefused(new ReadOnlyDictionary<string, int>(map));
        AssertComparerRefused<IReadOnlyDictionary<string, int>>(new ReadOnlyDictionary<string, int>(map));
        AssertComparerRefused(new ReadOnlySet<string>(set));
        AssertSurvives<IDictionary<string, int>>(new Dictionary<string, int> { ["a"] = 1 });
        AssertSurvives(new ReadOnlyDictionary<string, int>(new Dictionary<string, int> { ["a"] = 1 }));
    }

    [Fact]
    public void A_collection_behind_an_interface_is_refused_with_what_it_would_lose()
    {
        var refused = Assert.Throws<SerializationException>(() => Trip.Through<IList<string>>(new Basket { Owner = "ann" }));
        Assert.Contains("the field Owner, which would be lost", refused.Message, StringComparison.Ordinal);
        Assert.Throws<SerializationException>(() => Trip.Through<IEnumerable<string>>(new OwnWithProperty { Owner = "ann" }));
        AssertSurvives<IEnumerable<string>>(Lazily());
        AssertSurvives<IReadOnlyList<string>>(["a", "b"]);
        AssertSurvives<IList<string>>(new Bare { "a" });
    }

    private static IEnumerable<string> Lazily()
    {
        yield return "a";
        yield return "b";
    }

    private static void AssertComparerRefused<T>(T value) =>
        Assert.Contains("comparer", Assert.Throws<SerializationException>(() => Trip.Through(value)).Message, StringComparison.Ordinal);

    private static void AssertSurvives<T>(T value)
        where T : IEnumerable =>
        Assert.Equal(value.Cast<object?>(), Trip.Through(value).Cast<object?>());

    private sealed record Item(string Name, int Price);

    private sealed class Basket : List<string>
    {
        public string? Owner;
    }

    private sealed class PrivateField : List<string>
    {
        private string? _owner;

        public string? Own(string name) => _owner = name + _owner;
    }

    private class AutoProperty : List<string>
    {
        public string? Owner { get; set; }
    }

    private sealed class Inherits : AutoProperty;

    private sealed class WithComputedOwner : List<string>
    {
        private string? _owner;

        public string? Owner
        {
            get => _owner;
            set => _owner = value;
        }
    }

    private sealed class OfDictionary : Dictionary<string, int>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfHashSet : HashSet<string>
    {
        public string? Owner { get; init; }
    }

    private sealed class OfQueue : Queue<string>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfStack : Stack<string>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfSortedSet : SortedSet<string>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfSortedDictionary : SortedDictionary<string, int>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfSortedList : SortedList<string, int>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfConcurrentDictionary : ConcurrentDictionary<string, int>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfConcurrentQueue : ConcurrentQueue<string>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfCollection : Collection<string>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfObservable : ObservableCollection<string>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfReadOnly(IList<string> list) : ReadOnlyCollection<string>(list)
    {
        public string? Owner = "nobody";
    }

    private sealed class OfLinkedList : LinkedList<string>
    {
        public string? Owner = "nobody";
    }

    private sealed class OfKeyed : KeyedCollection<string, Item>
    {
        public string? Owner = "nobody";

        protected override string GetKeyForItem(Item item) => item.Name;
    }

    private class Own : IEnumerable<string>
    {
        private readonly List<string> _items = [];

        public void Add(string item) => _items.Add(item);

        public IEnumerator<string> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class OwnOfOwn : Own
    {
        public string? Owner = "nobody";
    }

    private sealed class OwnWithProperty : Own
    {
        public string? Owner { get; set; }
    }

    private sealed class OwnWithPrivateField : Own
    {
        private string? _owner;

        public string? Own(string name) => _owner = name + _owner;
    }

    private sealed class OwnWithNumber : Own
    {
        private int _limit = 5;

        public void Raise() => _limit++;
    }

    private sealed class OwnWithTwoLists : Own
    {
        private readonly List<string> _notes = [];

        public void Note(string text) => _notes.Add(text);
    }

    private sealed class OwnWithComparer : Own
    {
        private readonly StringComparer _comparer = StringComparer.Ordinal;

        public int Compare(string a, string b) => _comparer.Compare(a, b);
    }

    private sealed class OwnMap : Dictionary<string, string>
    {
        private readonly Guid _id = Guid.NewGuid();

        public Guid Id => _id;
    }

    private sealed class OwnNodes : IEnumerable<string>
    {
        private Node? _head;
        private Node? _tail;

        public string? First => _head?.Value;

        public int Count { get; private set; }

        public void Add(string item)
        {
            var node = new Node(item);
            if (_tail is null) _head = node;
            else _tail.Next = node;
            _tail = node;
            Count++;
        }

        public IEnumerator<string> GetEnumerator()
        {
            for (var node = _head; node is not null; node = node.Next) yield return node.Value;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private sealed class Node(string value)
        {
            public string Value => value;

            public Node? Next { get; set; }
        }
    }

    /// <summary>Takes no made-up elements, and so shows only what it is declared to hold.</summary>
    private class Picky : IEnumerable<string>
    {
        private readonly List<string> _items = [];

        public Picky()
        {
        }

        public Picky(IEnumerable<string> items) => _items.AddRange(items);

        public void Add(string item) => _items.Add(item.Length == 1 ? item : throw new ArgumentException("one letter only"));

        public IEnumerator<string> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Guarded : Picky
    {
        public string? Owner = "nobody";
    }

    private sealed class OwnSorted : IEnumerable<string>
    {
        private readonly SortedSet<string> _items = new(StringComparer.Ordinal);

        public void Add(string item) => _items.Add(item);

        public IEnumerator<string> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Reversed : IEnumerable<int>
    {
        private readonly List<int> _items = [];

        public void Add(int item) => _items.Insert(0, item);

        public IEnumerator<int> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Doubling : IEnumerable<int>
    {
        private readonly List<int> _items = [];

        public void Add(int item) => _items.Add(item * 2);

        public IEnumerator<int> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Tidying : IEnumerable<string>
    {
        private readonly List<string> _items = [];

        public void Add(string item) => _items.Add(item.Trim());

        public IEnumerator<string> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Growing : IEnumerable<int>
    {
        private readonly List<int> _items = [];

        public void Add(int item)
        {
            _items.Add(item);
            if (_items.Count == 1) _items.Add(item);
        }

        public IEnumerator<int> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Bare : List<string>;

    private sealed class Computed : List<string>
    {
        private const int Limit = 5;
        private static int s_made;

        public Computed() => s_made++;

        public static int Made => s_made;

        public bool IsFull => Count >= Limit;
    }

    private sealed class Keyed : KeyedCollection<string, Item>
    {
        protected override string GetKeyForItem(Item item) => item.Name;
    }

    private sealed class LeavesOut : List<string>
    {
        [PolyType.PropertyShape(Ignore = true)]
        public string? Note { get; set; } = null;

        [field: PolyType.PropertyShape(Ignore = true)]
        public event Action? Changed;

        public void Change() => Changed?.Invoke();
    }

    private sealed class IgnoringCase() : HashSet<string>(StringComparer.OrdinalIgnoreCase);

    private sealed class MapIgnoringCase() : Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    private sealed class AnyComparer : HashSet<string>
    {
        public AnyComparer()
        {
        }

        public AnyComparer(IEqualityComparer<string> comparer)
            : base(comparer)
        {
        }
    }
}
