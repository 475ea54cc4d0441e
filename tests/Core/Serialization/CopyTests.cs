using System.Collections.Immutable;
using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

public sealed class CopyTests
{
    public static TheoryData<Type, bool> Types => new()
    {
        { typeof(int), true }, { typeof(string), true }, { typeof(Uri), true }, { typeof(int?), true }, { typeof((int, string)), true }, { typeof(Order), true },
        { typeof(ImmutableArray<int>), true }, { typeof(ImmutableList<Order>), true }, { typeof(ImmutableDictionary<string, int>), true }, { typeof(Chain), true },
        { typeof(Struct), true }, { typeof(SealedReadOnly), true }, { typeof(KeyValuePair<int, string>), true }, { typeof(Shape), true },
        { typeof(int[]), false }, { typeof(List<int>), false }, { typeof(Dictionary<int, int>), false }, { typeof(IReadOnlyList<int>), false },
        { typeof(ImmutableList<int[]>), false }, { typeof((int, int[])), false }, { typeof(Mutable), false }, { typeof(WithList), false },
        { typeof(OpenReadOnly), false }, { typeof(ReadOnlyMemory<byte>), false }, { typeof(Struct<int[]>), false }, { typeof(Everything), false },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Only_what_can_not_change_is_immutable(Type type, bool immutable) =>
        Assert.Equal(immutable, SerializerRegistry.Default.Get(type).IsImmutable);

    [Fact]
    public void An_immutable_value_is_its_own_copy()
    {
        var order = new Order(1, 2, 3, "c", default, true);
        Assert.Same(order, SerializerRegistry.Default.Get<Order>().Copy(order));
        var chain = new Chain(1, new Chain(2, null));
        Assert.Same(chain, SerializerRegistry.Default.Get<Chain>().Copy(chain));
    }

    [Fact]
    public void A_copy_has_the_same_bytes_and_shares_nothing_mutable()
    {
        var serializer = SerializerRegistry.Default.Get<Everything>();
        var original = Everything.Sample with { };
        var before = Trip.Bytes(serializer, original);
        var copy = serializer.Copy(original);
        Assert.Equal(before, Trip.Bytes(serializer, copy));
        copy.Numbers[0]++;
        copy.Texts.Clear();
        copy.Lists["k"].Add(2);
        copy.Lists.Remove("l");
        copy.Set.Add("y");
        copy.Stack.Push(9);
        Assert.NotSame(original.Next, copy.Next);
        Assert.Equal(before, Trip.Bytes(serializer, original));
    }

    [Fact]
    public void A_mutable_class_is_copied_with_its_comparers()
    {
        var copy = SerializerRegistry.Default.Get<Mutable>().Copy(new Mutable { Names = new(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 } });
        Assert.True(copy.Names!.ContainsKey("A"));
        Assert.Null(SerializerRegistry.Default.Get<Mutable>().Copy(new Mutable()).Names);
    }

    private sealed record Chain(int Value, Chain? Next);

    private readonly record struct Struct(int A, string B);

    private readonly record struct Struct<T>(T A);

    private sealed class SealedReadOnly(int a)
    {
        public int A { get; } = a;
    }

    public class OpenReadOnly(int a)
    {
        public int A { get; } = a;
    }

    private sealed class Mutable
    {
        public Dictionary<string, int>? Names { get; set; }
    }

    private sealed record WithList(List<int> Items);

    [PolyType.DerivedTypeShape(typeof(Circle))]
    private abstract record Shape;

    private sealed record Circle(int Radius) : Shape;
}
