using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowActors.Serialization;
using FlowActors.Serialization.Json;
using PolyType;

namespace FlowActors.Tests.Serialization.Json;

public sealed class StoredJsonTests
{
    private static readonly JsonSerializerOptions s_framework = new(JsonSerializerDefaults.Web) { IncludeFields = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static TheoryData<object> SharedWithTheFramework =>
    [
        true, (byte)200, (sbyte)-3, (short)-300, (ushort)60000, -5, 5u, long.MinValue, ulong.MaxValue, 1.5f, 0.1, double.Epsilon, double.MaxValue, double.NaN, double.NegativeInfinity,
        'x', "", "text \" \\ \n", "zwölf Bäume 🌳", 1.10m, decimal.MaxValue, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), DateOnly.MaxValue, DayOfWeek.Friday, (DayOfWeek)77,
        new byte[] { 1, 2, 3 }, new[] { 1, 2 }, new List<string?> { "a", null }, new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, new Dictionary<int, string> { [7] = "x" },
        new Order(1, "n", [new Line(1, 2.5m), new Line(2, 0.0m)], new Point(3, 4), null, new() { ["k"] = new Point(1, 2) }), (1, "two"), new KeyValuePair<int, string>(1, "x"),
    ];

    [Theory]
    [MemberData(nameof(SharedWithTheFramework))]
    public void A_value_is_shown_as_the_framework_shows_it(object value)
    {
        var expected = JsonSerializer.Serialize(value, s_framework);
        var shown = ShowObject(value);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(shown)), $"{shown} is not {expected}");
    }

    [Fact]
    public void What_JSON_has_no_number_for_is_a_text() =>
        Assert.Equal(["\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "\"NaN\""], [Show(double.NaN), Show(float.PositiveInfinity), Show(Half.NegativeInfinity), Show(Half.NaN)]);

    [Fact]
    public void Numbers_have_all_their_digits()
    {
        Assert.Equal("170141183460469231731687303715884105727", Show(Int128.MaxValue));
        Assert.Equal("-123456789012345678901234567890", Show(BigInteger.Parse("-123456789012345678901234567890", null)));
        Assert.Equal("1.100", Show(1.100m));
        Assert.Equal("79228162514264337593543950335", Show(decimal.MaxValue));
        Assert.Equal("-0", Show(-0.0));
    }

    [Theory]
    [InlineData(9_007_199_254_740_992, "9007199254740992")]
    [InlineData(9_007_199_254_740_993, "\"9007199254740993\"")]
    [InlineData(-9_007_199_254_740_992, "-9007199254740992")]
    [InlineData(-9_007_199_254_740_993, "\"-9007199254740993\"")]
    [InlineData(long.MinValue, "\"-9223372036854775808\"")]
    public void Those_that_a_double_cannot_hold_are_texts_where_that_is_asked_for(long value, string expected) => Assert.Equal(expected, Show(value, JsonNumbers.Text));

    [Fact]
    public void So_are_decimals_of_many_digits() =>
        Assert.Equal(["1.5", "\"123456789.0123456\"", "\"340282366920938463463374607431768211455\""], [Show(1.5m, JsonNumbers.Text), Show(123456789.0123456m, JsonNumbers.Text), Show(UInt128.MaxValue, JsonNumbers.Text)]);

    [Fact]
    public void Texts_that_are_not_well_formed_are_escaped() => Assert.Equal(["\"a\\ud800\"", "\"\\udc00\""], [Show("a\uD800"), Show('\uDC00')]);

    [Fact]
    public void Times_have_all_their_ticks()
    {
        Assert.Equal("\"2026-01-02T03:04:05.0000006Z\"", Show(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(6)));
        Assert.Equal("\"2026-01-02T03:04:05.0000000+02:00\"", Show(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))));
        Assert.Equal("\"-1.02:00:00.0000001\"", Show(-new TimeSpan(26, 0, 0) - TimeSpan.FromTicks(1)));
        Assert.Equal("\"23:59:59.9999999\"", Show(TimeOnly.MaxValue));
    }

    [Fact]
    public void Maps_whose_keys_are_no_names_are_arrays_of_entries()
    {
        Assert.Equal("[{\"key\":{\"x\":1,\"y\":2},\"value\":\"a\"}]", Show(new Dictionary<Point, string> { [new(1, 2)] = "a" }));
        Assert.Equal("[{\"key\":1.5,\"value\":2}]", Show(new Dictionary<double, int> { [1.5] = 2 }));
        Assert.Equal("{\"2026-01-02\":1}", Show(new Dictionary<DateOnly, int> { [new(2026, 1, 2)] = 1 }));
    }

    [Fact]
    public void A_name_that_is_not_well_formed_is_shown_as_its_escapes() => Assert.Equal("{\"a\\\\ud800\":1}", Show(new Dictionary<string, int> { ["a\uD800"] = 1 }));

    [Fact]
    public void A_subtype_is_named() => Assert.Equal(
        "[{\"$type\":\"Circle\",\"radius\":1.5},null,{\"$type\":\"Square\",\"side\":2}]", Show(new List<Shape?> { new Circle(1.5), null, new Square(2) }));

    [Fact]
    public void A_type_may_stand_within_itself() => Assert.Equal(
        "{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]},{\"name\":\"c\",\"children\":null}]}",
        Show(new Tree("a", [new Tree("b", []), new Tree("c", null)])));

    [Fact]
    public void Members_whose_names_would_be_alike_keep_theirs() => Assert.Equal("{\"Id\":1,\"id\":2}", Show(new Alike(1, 2)));

    [Fact]
    public void Null_and_what_is_empty()
    {
        Assert.Equal(["null", "null", "null", "null", "{}"], [Show<string?>(null), Show<int?>(null), Show<Order?>(null), Show<List<int>?>(null), Show(default(Nothing))]);
        Assert.Equal("5", Show<int?>(5));
    }

    [Fact]
    public void What_has_a_serializer_of_its_own_is_shown_as_its_bytes()
    {
        var shown = StoredJson.Of(TypeSchema.Of(SchemaKind.Class, "X", [new SchemaMember("Own", TypeSchema.Custom("Own v1"))]));
        Assert.Equal("{\"$bytes\":\"AQI=\"}", Json(json => shown.Write(json, [1, 2])));
    }

    [Fact]
    public void Bytes_that_are_not_those_of_the_schema_are_refused()
    {
        var shown = StoredJson.Of(SerializerRegistry.Default.Get<Order>().Schema);
        Assert.Throws<SerializationException>(() => Json(json => shown.Write(json, [1, 2])));
        Assert.Throws<SerializationException>(() => Json(json => StoredJson.Of(SerializerRegistry.Default.Get<bool>().Schema).Write(json, [1, 1])));
    }

    [Fact]
    public void The_schema_of_the_JSON_tells_types_and_members()
    {
        using var schema = JsonDocument.Parse(Json(StoredJson.Of(SerializerRegistry.Default.Get<Order>().Schema).WriteSchema));
        var members = schema.RootElement.GetProperty("properties");
        Assert.Equal(["id", "name", "lines", "at", "parent", "places"], members.EnumerateObject().Select(m => m.Name));
        Assert.Equal("integer", members.GetProperty("id").GetProperty("type").GetString());
        Assert.Equal("number", members.GetProperty("lines").GetProperty("items").GetProperty("properties").GetProperty("price").GetProperty("type").GetString());
        Assert.Equal("integer", members.GetProperty("places").GetProperty("additionalProperties").GetProperty("properties").GetProperty("x").GetProperty("type").GetString());
    }

    [Fact]
    public void What_is_too_deep_is_told()
    {
        var bytes = new ByteWriter();
        var serializer = SerializerRegistry.Default.Get<List<List<int>>>();
        serializer.Serialize(bytes, [[1]]);
        using var json = new Utf8JsonWriter(new MemoryStream(), new JsonWriterOptions { MaxDepth = 1 });
        var refused = Assert.Throws<SerializationException>(() => StoredJson.Of(serializer.Schema).Write(json, bytes.WrittenSpan));
        Assert.Contains("nested deeper than the 1 levels", refused.Message, StringComparison.Ordinal);
    }

    private static string ShowObject(object value) =>
        (string)typeof(StoredJsonTests).GetMethod(nameof(ShowAs), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(value.GetType()).Invoke(null, [value, JsonNumbers.Exact])!;

    private static string Show<T>(T value, JsonNumbers numbers = JsonNumbers.Exact) => ShowAs(value, numbers);

    private static string ShowAs<T>(T value, JsonNumbers numbers)
    {
        var serializer = SerializerRegistry.Default.Get<T>();
        var bytes = new ByteWriter();
        serializer.Serialize(bytes, value);
        var shown = StoredJson.Of(TypeSchema.FromBytes(serializer.Schema.ToBytes()));
        return Json(json => shown.Write(json, bytes.WrittenSpan, numbers));
    }

    internal static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal sealed record Order(long Id, string? Name, List<Line> Lines, Point At, Order? Parent, Dictionary<string, Point> Places);

    internal sealed record Line(int Number, decimal Price);

    internal record struct Point(int X, int Y);

    internal record struct Nothing;

    internal sealed record Tree(string Name, List<Tree>? Children);

    internal sealed record Alike(int Id, int id);

    [DerivedTypeShape(typeof(Circle))]
    [DerivedTypeShape(typeof(Square))]
    internal abstract record Shape;

    internal sealed record Circle(double Radius) : Shape;

    internal sealed record Square(int Side) : Shape;
}
