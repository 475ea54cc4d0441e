using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

/// <summary>A key's bytes say what the compiler's equality says; equality that somebody wrote is taken only with a serializer that agrees with it.</summary>
public sealed class KeyEqualityTests
{
    public static TheoryData<Type> HandWritten =>
    [
        typeof(Account), typeof(AccountStruct), typeof(AccountValue), typeof(Plain), typeof(Comparable), typeof(ExplicitlyEquatable), typeof(Savings), typeof(Identity),
        typeof(OverridesObject), typeof((int, Account)), typeof(Holder), typeof(Outer), typeof(AccountStruct?), typeof(KeyValuePair<Account, int>), typeof(Tuple<Account>),
        typeof(LeavesOut), typeof(LeavesOutStruct), typeof(Generic<int>), typeof(System.Numerics.Complex),
    ];

    [Theory]
    [MemberData(nameof(HandWritten))]
    public void A_type_with_a_hand_written_equality_is_refused_and_told_to_register_a_key_serializer(Type type)
    {
        var refused = Assert.Throws<InvalidKeyTypeException>(() => GetKey(new SerializerRegistry(), type));
        Assert.Contains("RegisterKey", refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Type> Generated =>
    [
        typeof(Point), typeof(PointStruct), typeof(Line), typeof(ValueTuple<int, string>), typeof(Tuple<int, string>), typeof(KeyValuePair<int, string>), typeof(BareStruct),
        typeof(Derived), typeof(Generic2<int>), typeof(HashedByHand), typeof(ComparedByHand), new { A = 1, B = "b" }.GetType(), typeof(PrintedByHand),
        typeof((int, int, int, int, int, int, int, Point)), typeof(EqualsOfAnother),
    ];

    [Theory]
    [MemberData(nameof(Generated))]
    public void A_type_with_the_compilers_equality_is_a_key(Type type) => Assert.NotNull(GetKey(new SerializerRegistry(), type));

    [Fact]
    public void The_message_names_the_way_to_the_type_and_where_its_equality_comes_from()
    {
        var registry = new SerializerRegistry();
        Assert.Contains("its Inner.Account is a", Assert.Throws<InvalidKeyTypeException>(() => registry.GetKey<Outer>()).Message, StringComparison.Ordinal);
        Assert.Contains("inherits from", Assert.Throws<InvalidKeyTypeException>(() => registry.GetKey<Savings>()).Message, StringComparison.Ordinal);
        Assert.Contains("leaves out the field Note", Assert.Throws<InvalidKeyTypeException>(() => registry.GetKey<LeavesOut>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registered_key_serializer_that_agrees_makes_it_a_key_here_and_in_other_keys()
    {
        var registry = new SerializerRegistry();
        registry.RegisterKey(new AccountKey());
        var keys = registry.GetKey<(int, Account)>();
        Assert.True(keys.Equals(keys.Normalize((1, new Account("Ann"))), keys.Normalize((1, new Account("ANN")))));
        Assert.Equal(Trip.Bytes(keys, (1, new Account("Ann"))), Trip.Bytes(keys, (1, new Account("ANN"))));
        Assert.Equal(keys.StableHash(keys.Normalize((1, new Account("Ann")))), keys.StableHash(keys.Normalize((1, new Account("ANN")))));
        Assert.NotNull(registry.GetKey<Outer>());
    }

    private static object GetKey(SerializerRegistry registry, Type type) => typeof(SerializerRegistry).GetMethod(nameof(SerializerRegistry.GetKey))!
        .MakeGenericMethod(type).Invoke(registry, System.Reflection.BindingFlags.DoNotWrapExceptions, null, null, null)!;

    private record Account(string Name)
    {
        public virtual bool Equals(Account? other) => string.Equals(Name, other?.Name, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);
    }

    private sealed record Savings(string Name, int Rate) : Account(Name);

    private readonly record struct AccountStruct(string Name)
    {
        public bool Equals(AccountStruct other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);
    }

    private readonly struct AccountValue(string name) : IEquatable<AccountValue>
    {
        public string Name { get; } = name;

        public bool Equals(AccountValue other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

        public override bool Equals(object? obj) => obj is AccountValue other && Equals(other);

        public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);
    }

    private sealed class Plain(string name)
    {
        public string Name { get; } = name;

        public override bool Equals(object? obj) => obj is Plain other && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);
    }

    private readonly struct Comparable(string name) : IEquatable<Comparable>
    {
        public string Name { get; } = name;

        bool IEquatable<Comparable>.Equals(Comparable other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

        public override bool Equals(object? obj) => obj is IEquatable<Comparable> other && other.Equals(this);

        public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);
    }

    private sealed record ExplicitlyEquatable(string Name) : IEquatable<ExplicitlyEquatable>
    {
        bool IEquatable<ExplicitlyEquatable>.Equals(ExplicitlyEquatable? other) => string.Equals(Name, other?.Name, StringComparison.OrdinalIgnoreCase);
    }

    private readonly struct OverridesObject(int number)
    {
        public int Number { get; } = number;

        public override bool Equals(object? obj) => obj is OverridesObject other && other.Number % 10 == Number % 10;

        public override int GetHashCode() => Number % 10;
    }

    private sealed class Identity(int number)
    {
        public int Number { get; } = number;
    }

    private sealed record Holder(Account Account);

    private sealed record Outer(Holder Inner);

    private sealed record LeavesOut(int Id)
    {
        [PolyType.PropertyShape(Ignore = true)]
        public string? Note { get; init; }
    }

    private readonly struct LeavesOutStruct(int id)
    {
        public int Id { get; } = id;

        [PolyType.PropertyShape(Ignore = true)]
        public string? Note { get; init; }
    }

    private sealed record Generic<T>(T Value)
    {
        public bool Equals(Generic<T>? other) => other is not null;

        public override int GetHashCode() => 0;
    }

    private sealed record Point(int X, int Y);

    private readonly record struct PointStruct(int X, double Y);

    private record Line(Point From, PointStruct? To);

    private sealed record Derived(Point From, int More) : Line(From, null);

    private sealed record Generic2<T>(T Value);

    private readonly struct BareStruct(int a, string b)
    {
        public int A { get; } = a;

        public string B => b;
    }

    /// <summary>Which bucket a key lies in is not whether it is equal.</summary>
    private sealed record HashedByHand(int A)
    {
        public override int GetHashCode() => 7;
    }

    private sealed record ComparedByHand(int A) : IComparable<ComparedByHand>
    {
        public int CompareTo(ComparedByHand? other) => 0;
    }

    private sealed record PrintedByHand(int A)
    {
        public override string ToString() => "printed";
    }

    /// <summary>Nothing asks this Equals whether two keys are the same one.</summary>
    private sealed record EqualsOfAnother(int A)
    {
        public bool Equals(string text) => text.Length == A;
    }

    /// <summary>Upper case is the representative of all spellings.</summary>
    private sealed class AccountKey : KeySerializer<Account>
    {
        private readonly KeySerializer<string> _names = new SerializerRegistry().GetKey<string>();

        public override bool IsImmutable => true;

        public override bool NeedsNormalization => true;

        public override TypeSchema Schema => TypeSchema.Custom("account");

        public override Account Normalize(Account key) => new(key.Name.ToUpperInvariant());

        public override void Serialize(ByteWriter writer, Account value) => _names.Serialize(writer, value.Name.ToUpperInvariant());

        public override Account Deserialize(ref ByteReader reader) => new(_names.Deserialize(ref reader));

        public override Account Copy(Account value) => value;

        public override int StableHash(Account key) => _names.StableHash(key.Name);

        public override bool Equals(Account? x, Account? y) => x is not null && x.Equals(y);
    }
}
