using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowActors.Examples.DeadLetters;

/// <summary>Reads orders: one JSON object on a line, with all members of an order and no others.</summary>
internal static class OrderFormat
{
    // No number of orders of this price adds up to more than a decimal holds.
    private const decimal PriceMax = 1_000_000_000;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Numbers in quotes, missing and unknown members, and null are mistakes of whoever sent the order.
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads a line.</summary>
    /// <param name="text">The line.</param>
    /// <param name="order">The order, if it is a good one.</param>
    /// <param name="reason">What is wrong, if it is not.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out Order? order, [NotNullWhen(false)] out string? reason)
    {
        (order, reason) = Read(text);
        return reason is null;
    }

    private static (Order? Order, string? Reason) Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Order>(text, Options) switch
            {
                null => (null, "null is no order."),
                { Product: var product } when string.IsNullOrWhiteSpace(product) => (null, "product is empty."),
                { Quantity: <= 0 } order => (null, $"quantity is {order.Quantity}, but must be above 0."),
                { Price: < 0 } => (null, "price is below 0."),
                { Price: > PriceMax } => (null, $"price is above {PriceMax}."),
                var order => (order, null),
            };
        }
        catch (JsonException e)
        {
            return (null, e.Message);
        }
    }
}
