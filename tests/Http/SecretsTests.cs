using System.Text.Json;
using CsCheck;

namespace FlowActors.Http.Tests;

/// <summary>What may be a secret in the arguments of a job is shown to nobody, and what is none is shown as it is.</summary>
public sealed class SecretsTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("DB_PASSWORD")]
    [InlineData("passwd")]
    [InlineData("pwd")]
    [InlineData("pass")]
    [InlineData("dbPass")]
    [InlineData("db-pass")]
    [InlineData("dbpass")]
    [InlineData("PASS")]
    [InlineData("passphrase")]
    [InlineData("client.secret")]
    [InlineData("oauth")]
    [InlineData("auth")]
    [InlineData("basicAuth")]
    [InlineData("auth_header")]
    [InlineData("Authorization")]
    [InlineData("accessToken")]
    [InlineData("credentials")]
    [InlineData("apiKey")]
    [InlineData("api-key")]
    [InlineData("api_key")]
    [InlineData("privatekey")]
    [InlineData("private_key")]
    [InlineData("AccessKey")]
    [InlineData("access-key-id")]
    [InlineData("AccountKey")]
    [InlineData("connectionString")]
    public void A_value_is_masked_by_its_name(string name) => Assert.Equal("***", Masked(name, "hidden"));

    [Theory]
    [InlineData("passengers")]
    [InlineData("author")]
    [InlineData("key")]
    [InlineData("keys")]
    [InlineData("days")]
    public void A_value_by_another_name_is_shown(string name) => Assert.Equal("7", Masked(name, "7"));

    [Theory]
    [InlineData("Server=db;User Id=sa;Password=hidden;Encrypt=true", "Server=db;User Id=sa;Password=***;Encrypt=true")]
    [InlineData("Server=db;Password=hidden in it;Encrypt=true", "Server=db;Password=***;Encrypt=true")]
    [InlineData("Server=db;Password='hidden; in it';Encrypt=true", "Server=db;Password=***;Encrypt=true")]
    [InlineData("host=db password=\"hidden in it\" user=x", "host=db password=*** user=x")]
    [InlineData("host=db password=hidden user=x", "host=db password=*** user=x")]
    [InlineData("host=db pass = hidden", "host=db pass = ***")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hidden==;EndpointSuffix=x", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=***;EndpointSuffix=x")]
    [InlineData("Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=hidden=", "Endpoint=sb://x/;SharedAccessKeyName=***;SharedAccessKey=***")]
    [InlineData("https://api.example.com/x?limit=1&access_key=hidden&api_key=hidden#top", "https://api.example.com/x?limit=1&access_key=***&api_key=***")]
    [InlineData("postgres://user:hidden@db:5432/orders", "postgres://user:***@db:5432/orders")]
    [InlineData("postgres://user:hid:den@hidden@db/orders?sslmode=on", "postgres://user:***@db/orders?sslmode=on")]
    [InlineData("redis://:hidden@cache, redis://:hidden@other", "redis://:***@cache, redis://:***@other")]
    [InlineData("Authorization: Bearer hidden", "Authorization: ***")]
    [InlineData("Authorization:hidden", "Authorization:***")]
    [InlineData("PlainLoginModule required username=\"x\" password=\"hidden in it\";", "PlainLoginModule required username=\"x\" password=***;")]
    [InlineData("x {'password': 'hidden in it', 'days': 7}", "x {'password': ***, 'days': 7}")]
    public void Parts_of_a_value_are_masked_by_their_names(string value, string expected) => Assert.Equal(expected, Masked("source", value));

    [Theory]
    [InlineData("""{"user":"x","password":"hidden \" in it","days":7}""", """{"user":"x","password":"***","days":7}""")]
    [InlineData("""{"db":{"credentials":{"user":"hidden","pass":["hidden"]}},"list":[{"auth":1},{"days":1.50}]}""", """{"db":{"credentials":"***"},"list":[{"auth":"***"},{"days":1.50}]}""")]
    [InlineData("""["postgres://u:hidden@db","Password=hidden;a=b"]""", """["postgres://u:***@db","Password=***;a=b"]""")]
    [InlineData("""{"password":"hidden","password":"hidden"}""", """{"password":"***","password":"***"}""")]
    [InlineData("""{"password":"hidden in it", broken""", """{"password":***, broken""")]
    [InlineData("""{"json":"{\"password\":\"hidden\"}"}""", """{"json":"{\"password\":***}"}""")]
    public void Members_of_JSON_are_masked(string value, string expected) => Assert.Equal(expected, Masked("source", value));

    [Theory]
    [InlineData("http://127.0.0.1:8081/x?limit=1")]
    [InlineData("http://[::1]:8081/x@y")]
    [InlineData("ssh://git@example.com/x")]
    [InlineData("kafka-1:9092,kafka-2:9092")]
    [InlineData("""{ "user" : "x", "days": [1, 2.0], "key": null }""")]
    [InlineData("passengers=7; author=me")]
    [InlineData("[1")]
    [InlineData("")]
    public void What_is_no_secret_is_shown_as_it_is(string value) => Assert.Equal(value, Masked("source", value));

    [Fact]
    public void Long_values_take_no_long_time()
    {
        foreach (var part in (string[])["pass", "a://", "a://b:", "password=", "password='", "password=\"\\\"", "\"password\": ", "{\"a\":", "[", "a b ", "\\", "authorization:"])
        {
            var value = string.Concat(Enumerable.Repeat(part, (256 << 10) / part.Length));
            Assert.NotNull(Masked("source", value));
        }
    }

    [Fact]
    public void Whatever_stands_around_it_a_quoted_secret_is_not_shown() => Seeded.Check(
        Gen.Select(Gen.Char[' ', '~'].Array[0, 20], Gen.Int[0, 2]),
        around =>
        {
            var before = new string(around.Item1);
            var value = around.Item2 switch
            {
                0 => $"{before.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal)};Password=\"hidden in it\"",
                1 => JsonSerializer.Serialize(new Dictionary<string, object> { [before + "x"] = before, ["token"] = "hidden" }),
                _ => $"{before.Replace(':', ' ').Replace('/', ' ')} https://u:hidden@host/",
            };
            Assert.DoesNotContain("hidden", Masked("source", value), StringComparison.Ordinal);
        });

    private static string Masked(string name, string value) => Secrets.Mask(new Dictionary<string, string> { [name] = value })[name];
}
