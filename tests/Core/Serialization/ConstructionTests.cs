using System.Collections.Immutable;
using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

/// <summary>Constructors and setters are tried with made-up values: what they change would change whenever it is sent or restored.</summary>
public sealed class ConstructionTests
{
    public static TheoryData<Type> Changing =>
    [
        typeof(Trimmed), typeof(Scaled), typeof(Swapped), typeof(UpperCased), typeof(Doubled), typeof(ScaledStruct), typeof(Rounded), typeof(Flipped), typeof(Appending),
        typeof(Captured), typeof(Truncated), typeof(OfDerived), typeof(SwappedFlags), typeof(Drifting), typeof(NextDay), typeof(Halved), typeof(SwappedTexts), typeof(Sorted),
    ];

    [Theory]
    [MemberData(nameof(Changing))]
    public void A_constructor_or_setter_that_changes_what_it_is_given_is_refused(Type type)
    {
        var refused = Assert.Throws<UnserializableTypeException>(() => new SerializerRegistry().Get(type));
        Assert.Contains("change", refused.Message, StringComparison.Ordinal);
        Assert.Equal(type, refused.Offending);
    }

    public static TheoryData<Type> Faithful =>
    [
        typeof(Checked), typeof(CheckedText), typeof(CheckedOuter), typeof(NeverTheDefault), typeof(Copying), typeof(NotNull), typeof(WithComputed), typeof(Temperature), typeof(Counted),
        typeof(Tree), typeof(Chain), typeof(Noticing), typeof(NoLess), typeof(Capacity), typeof(Everything), typeof(AlwaysThrows), typeof(Shape), typeof(NoValues), typeof(ThrowsWhenRead),
    ];

    [Theory]
    [MemberData(nameof(Faithful))]
    public void A_type_that_keeps_what_it_is_given_is_taken_though_it_checks_copies_or_computes(Type type) =>
        Assert.NotNull(new SerializerRegistry().Get(type));

    [Fact]
    public void The_message_names_the_member_and_shows_what_became_of_it()
    {
        var refused = Assert.Throws<UnserializableTypeException>(() => new SerializerRegistry().Get<List<Outer>>());
        Assert.Equal("[].Inner", refused.Path);
        Assert.Contains("its Cents was given '1', holds '100'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_type_is_tried_too()
    {
        Assert.Throws<InvalidKeyTypeException>(() => new SerializerRegistry().GetKey<Trimmed>());
        Assert.Throws<InvalidKeyTypeException>(() => new SerializerRegistry().GetKey<(int, ScaledStruct)>());
        Assert.NotNull(new SerializerRegistry().GetKey<CheckedText>());
    }

    [Fact]
    public void Values_that_a_constructor_takes_survive_though_it_refused_those_that_were_made_up()
    {
        Assert.Equal(new CheckedOuter(new CheckedText("a@b"), new Checked(0.5)), Trip.Through(new CheckedOuter(new CheckedText("a@b"), new Checked(0.5))));
        Assert.Equal(0.5, Trip.Through(new Checked(0.5)).Share);
    }

    private sealed record Outer(Scaled Inner);

    private sealed record Trimmed(string Name)
    {
        public string Name { get; } = Name.Trim();
    }

    private sealed class Scaled(int cents)
    {
        public int Cents { get; } = cents * 100;
    }

    private readonly struct ScaledStruct(int cents)
    {
        public int Cents { get; } = cents * 100;
    }

    private sealed class Swapped(int width, int height)
    {
        public int Width { get; } = height;

        public int Height { get; } = width;
    }

    private sealed class SwappedTexts(string first, string last)
    {
        public string First { get; } = last;

        public string Last { get; } = first;
    }

    private sealed class SwappedFlags(bool on, bool ready)
    {
        public bool On { get; } = ready;

        public bool Ready { get; } = on;
    }

    private sealed record UpperCased
    {
        public string Name { get; init => field = value.ToUpperInvariant(); } = "";
    }

    private sealed class Doubled
    {
        private int _number;

        public int Number
        {
            get => _number;
            set => _number = value * 2;
        }
    }

    private sealed record Rounded(decimal Price)
    {
        public decimal Price { get; init; } = Math.Round(Price, 2);
    }

    private sealed record Flipped(bool IsOn)
    {
        public bool IsOn { get; } = !IsOn;
    }

    private sealed class Appending(List<string> tags)
    {
        public List<string> Tags { get; } = [.. tags, "made"];
    }

    private sealed class Sorted(int[] numbers)
    {
        public int[] Numbers { get; } = [.. numbers.OrderDescending()];
    }

    private sealed class Captured(int start)
    {
        private readonly int _start = start + 1;

        public int Twice => 2 * _start;
    }

    private sealed record Truncated(DateTime At)
    {
        public DateTime At { get; } = At.Date;
    }

    private sealed record NextDay(DateOnly Day)
    {
        public DateOnly Day { get; } = Day.AddDays(1);
    }

    private sealed record Halved(double Half)
    {
        public double Half { get; } = Half / 2;
    }

    private abstract class OfBase(int cents)
    {
        public int Cents { get; } = cents * 100;
    }

    private sealed class OfDerived(int cents, string name) : OfBase(cents)
    {
        public string Name { get; } = name;
    }

    private sealed class Drifting
    {
        private int _total;

        public int Total
        {
            get => _total;
            set => _total = value;
        }

        [PolyType.PropertyShape]
        private int Step
        {
            get => 1;
            set => _total += value;
        }
    }

    private sealed record Checked
    {
        public Checked(double share)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
            Share = share;
        }

        public double Share { get; }
    }

    private sealed record CheckedText
    {
        public CheckedText(string address) => Address = address.Contains('@', StringComparison.Ordinal) ? address : throw new ArgumentException("no address");

        public string Address { get; }
    }

    private sealed record CheckedOuter(CheckedText To, Checked Share);

    private readonly struct NeverTheDefault
    {
        public NeverTheDefault(int number) => Number = number > 1_000_000 ? number : throw new InvalidOperationException("too small");

        public int Number { get; }
    }

    private sealed class AlwaysThrows
    {
        public AlwaysThrows(int number) => throw new NotSupportedException($"{number}");

        public int Number { get; }
    }

    private sealed class ThrowsWhenRead(int number)
    {
        public int Number => number > 1_000 ? number : throw new InvalidOperationException("not yet");
    }

    private sealed class Copying(IEnumerable<string> tags, int[] numbers)
    {
        public IEnumerable<string> Tags { get; } = tags.ToImmutableArray();

        public int[] Numbers { get; } = [.. numbers];
    }

    private sealed class NotNull(string? name, List<int>? numbers)
    {
        public string? Name { get; } = name ?? "";

        public List<int>? Numbers { get; } = numbers ?? [];
    }

    private sealed record WithComputed(int Quantity, decimal Price)
    {
        public decimal Total => Quantity * Price;

        public decimal Once { get; set; } = Quantity * Price;
    }

    private sealed class Temperature
    {
        public double Celsius { get; set; }

        public double Kelvin
        {
            get => Celsius + 273.15;
            set => Celsius = value - 273.15;
        }
    }

    private sealed class Counted
    {
        private static int s_made;

        public Counted(int number)
        {
            s_made++;
            Number = number;
        }

        public int Number { get; }

        public static int Made => s_made;
    }

    private sealed record Tree(int Value, List<Tree> Children)
    {
        public List<Tree> Children { get; } = Children;
    }

    private sealed class Chain(int value, Chain? next)
    {
        public int Value { get; } = value;

        public Chain? Next { get; } = next;
    }

    private sealed class Noticing
    {
        private int _number;

        public int Number
        {
            get => _number;
            set
            {
                if (_number == value) return;
                _number = value;
            }
        }
    }

    private sealed class NoLess(int number)
    {
        public int Number { get; } = Math.Max(0, number);
    }

    private sealed class Capacity(int size)
    {
        public int Size { get; } = new byte[size].Length;
    }

    private sealed record NoValues(Nothing Kind, Nothing? Maybe);

    private enum Nothing;

    [PolyType.DerivedTypeShape(typeof(Circle))]
    private abstract record Shape;

    private sealed record Circle(double Radius) : Shape;
}
