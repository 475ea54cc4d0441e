using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowActors.Serialization;
using FlowActors.Serialization.Json;

namespace FlowActors.Tests.Serialization.Json;

public sealed class JsonKeyTests
{
    public static TheoryData<object, string> Keys => new()
    {
        { 5, "5" }, { -5L, "-5" }, { ulong.MaxValue, "18446744073709551615" }, { (byte)7, "7" }, { Int128.MinValue, "-170141183460469231731687303715884105728" }, { true, "true" },
        { 1.5, "1.5" }, { double.NaN, "\"NaN\"" }, { float.NegativeInfinity, "\"-Infinity\"" }, { 1.50m, "1.5" }, { "a/b,c.d", "\"a/b,c.d\"" }, { "", "\"\"" }, { "a\uD800", "\"a\\ud800\"" },
        { 'x', "\"x\"" }, { new Rune('x'), "\"x\"" }, { Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), "\"00112233-4455-6677-8899-aabbccddeeff\"" }, { new Version(1, 2, 3), "\"1.2.3\"" },
        { new DateTime(2026, 1, 2), "\"2026-01-02T00:00:00.0000000\"" }, { new DateOnly(2026, 1, 2), "\"2026-01-02\"" }, { new TimeOnly(1, 2), "\"01:02:00.0000000\"" }, { TimeSpan.FromHours(25), "\"1.01:00:00\"" },
        { new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.FromHours(1)), "\"2026-01-02T02:00:00.0000000+00:00\"" }, { DayOfWeek.Friday, "5" }, { (1, "two"), "{\"item1\":1,\"item2\":\"two\"}" },
        { new Place("a", null), "{\"name\":\"a\",\"floor\":null}" }, { new Place(null, 3), "{\"name\":null,\"floor\":3}" }, { new Nested(new Place("a", 1), 2), "{\"place\":{\"name\":\"a\",\"floor\":1},\"value\":2}" },
        { new Single("x"), "{\"value\":\"x\"}" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_is_shown_and_found_again_by_what_is_shown(object key, string expected)
    {
        var (shape, bytes) = BytesOf(key);
        var shown = StoredJsonTests.Json(json => shape.Write(json, bytes));
        Assert.Equal(expected, shown);
        using var json = JsonDocument.Parse(shown);
        Assert.Equal(bytes, shape.ReadKey(json.RootElement));
        if (key is not "a\uD800") Assert.Equal(bytes, shape.ReadKeyText(shape.IsText ? json.RootElement.GetString()! : shown));
    }

    [Theory]
    [InlineData(typeof(int), "\"x\"", "\"x\" is no whole number from -2147483648 to 2147483647")]
    [InlineData(typeof(int), "2147483648", "2147483648 is no whole number from -2147483648 to 2147483647")]
    [InlineData(typeof(int), "1.5", "1.5 is no whole number from -2147483648 to 2147483647")]
    [InlineData(typeof(uint), "-1", "-1 is no whole number from 0 to 4294967295")]
    [InlineData(typeof(bool), "1", "1 is no true or false")]
    [InlineData(typeof(double), "true", "true is no number")]
    [InlineData(typeof(string), "5", "5 is no text")]
    [InlineData(typeof(string), "null", "null is no text")]
    [InlineData(typeof(Guid), "\"5\"", "\"5\" is no UUID, as 00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData(typeof(char), "\"xy\"", "\"xy\" is no text of one character")]
    [InlineData(typeof(Place), "5", "5 is no object with the members name, floor")]
    [InlineData(typeof(Place), "{\"name\":\"a\"}", "the member 'floor' is missing")]
    [InlineData(typeof(Place), "{\"name\":\"a\",\"floor\":1,\"Floor\":1}", "there is no member 'Floor'; there are name, floor")]
    [InlineData(typeof(Place), "{\"name\":\"a\",\"floor\":1,\"floor\":2}", "the member 'floor' comes twice")]
    [InlineData(typeof(Place), "{\"\\ud800\":1}", "the name of a member is no well-formed text")]
    [InlineData(typeof(Nested), "{\"place\":{\"name\":\"a\",\"floor\":\"x\"},\"value\":2}", "place: floor: \"x\" is no whole number from -2147483648 to 2147483647")]
    [InlineData(typeof(double), "\" 1.5\"", "\" 1.5\" is no number")]
    [InlineData(typeof(DateOnly), "\"1/2/2026\"", "\"1/2/2026\" is no date, as 2026-01-02")]
    [InlineData(typeof(DateOnly), "\"2026-1-2\"", "\"2026-1-2\" is no date, as 2026-01-02")]
    [InlineData(typeof(DateTime), "\"2026-01-02\"", "\"2026-01-02\" is no date with a time, as 2026-01-02T03:04:05")]
    [InlineData(typeof(DateTime), "\"2026-01-02 03:04:05\"", "\"2026-01-02 03:04:05\" is no date with a time, as 2026-01-02T03:04:05")]
    [InlineData(typeof(DateTimeOffset), "\"2026-01-02T03:04:05\"", "\"2026-01-02T03:04:05\" is no date with a time and its offset, as 2026-01-02T03:04:05+00:00")]
    [InlineData(typeof(TimeOnly), "\"3:04 PM\"", "\"3:04 PM\" is no time of day, as 03:04:05")]
    [InlineData(typeof(TimeSpan), "\"6\"", "\"6\" is no time span, as 1.02:03:04 or 02:03:04")]
    public void What_is_no_key_is_refused_with_what_is_expected(Type type, string text, string expected)
    {
        using var json = JsonDocument.Parse(text);
        Assert.Equal(expected, Assert.Throws<JsonKeyException>(() => ShapeOf(type).ReadKey(json.RootElement)).Message);
    }

    [Fact]
    public void A_text_in_a_path_is_a_key_as_it_stands_there()
    {
        Assert.Equal(BytesOf("17").Bytes, ShapeOf(typeof(string)).ReadKeyText("17"));
        Assert.Equal(BytesOf(17).Bytes, ShapeOf(typeof(int)).ReadKeyText("17"));
        Assert.Equal("'{' is no whole number from -2147483648 to 2147483647", Assert.Throws<JsonKeyException>(() => ShapeOf(typeof(int)).ReadKeyText("{")).Message);
    }

    [Fact]
    public void What_JSON_has_no_number_for_needs_no_quotes_in_a_path()
    {
        Assert.Equal(BytesOf(double.NaN).Bytes, ShapeOf(typeof(double)).ReadKeyText("NaN"));
        Assert.Equal(BytesOf(double.PositiveInfinity).Bytes, ShapeOf(typeof(double)).ReadKeyText("Infinity"));
        Assert.Equal(BytesOf(float.NegativeInfinity).Bytes, ShapeOf(typeof(float)).ReadKeyText("-Infinity"));
        foreach (var type in new[] { typeof(int), typeof(decimal), typeof(Place) }) Assert.Throws<JsonKeyException>(() => ShapeOf(type).ReadKeyText("NaN"));
    }

    // JSON has no plus sign and may have space around it: a key has neither.
    [Theory]
    [InlineData("+17")]
    [InlineData(" 17")]
    [InlineData("17\n")]
    [InlineData("")]
    public void A_number_in_a_path_has_nothing_around_it(string text) =>
        Assert.Equal($"'{text}' is no whole number from -2147483648 to 2147483647", Assert.Throws<JsonKeyException>(() => ShapeOf(typeof(int)).ReadKeyText(text)).Message);

    [Theory]
    [InlineData("2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04:05.0Z")]
    [InlineData("2026-01-02T05:04:05+02:00")]
    [InlineData("2026-01-02T03:04:05.0000000+00:00")]
    public void A_time_may_have_fewer_digits_and_another_offset(string text) =>
        Assert.Equal(BytesOf(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)).Bytes, ShapeOf(typeof(DateTimeOffset)).ReadKeyText(text));

    [Fact]
    public void No_key_is_null()
    {
        Assert.Equal("""{"type":"string"}""", StoredJsonTests.Json(ShapeOf(typeof(string)).WriteSchema));
        using var schema = JsonDocument.Parse(StoredJsonTests.Json(ShapeOf(typeof(Place)).WriteSchema));
        Assert.Equal("""{"oneOf":[{"type":"null"},{"type":"string"}]}""", schema.RootElement.GetProperty("properties").GetProperty("name").GetRawText());
    }

    [Fact]
    public void Any_number_may_be_a_text() => Assert.Equal(BytesOf(long.MaxValue).Bytes, ShapeOf(typeof(long)).ReadKey(JsonSerializer.SerializeToElement(long.MaxValue.ToString(CultureInfo.InvariantCulture))));

    private static (StoredJson Shape, byte[] Bytes) BytesOf(object key)
    {
        var serializer = KeySerializerOf(key.GetType());
        var bytes = new ByteWriter();
        serializer.WriteObject(bytes, key);
        return (ShapeOf(key.GetType()), bytes.WrittenSpan.ToArray());
    }

    private static StoredJson ShapeOf(Type type) => StoredJson.Of(TypeSchema.FromBytes(KeySerializerOf(type).Schema.ToBytes()));

    private static TypeSerializer KeySerializerOf(Type type) =>
        (TypeSerializer)typeof(SerializerRegistry).GetMethod(nameof(SerializerRegistry.GetKey))!.MakeGenericMethod(type).Invoke(SerializerRegistry.Default, null)!;

    internal sealed record Place(string? Name, int? Floor);

    internal sealed record Nested(Place Place, long Value);

    internal sealed record Single(string value);
}
