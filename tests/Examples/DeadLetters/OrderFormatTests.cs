using FlowActors.Examples.DeadLetters;

namespace FlowActors.Tests.Examples.DeadLetters;

public class OrderFormatTests
{
    [Fact]
    public void A_good_order_is_read()
    {
        Assert.True(OrderFormat.TryRead("""{"id":1,"product":"oar","quantity":2,"price":32.00}""", out var order, out var reason));
        Assert.Equal((new Order(1, "oar", 2, 32.00m), null), (order, reason));
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("null", "null is no order.")]
    [InlineData("[1]", "could not be converted")]
    [InlineData("""{"id":1,"product":"oar","quantity":2""", "invalid")]
    [InlineData("""{"id":1,"product":"oar","quantity":2}""", "price")]
    [InlineData("""{"id":1,"product":"oar","quantity":"2","price":1}""", "quantity")]
    [InlineData("""{"id":1,"product":"oar","quantity":99999999999,"price":1}""", "quantity")]
    [InlineData("""{"id":1,"product":"oar","quantity":0,"price":1}""", "quantity is 0, but must be above 0.")]
    [InlineData("""{"id":1,"product":"oar","quantity":1,"price":-1}""", "price is below 0.")]
    [InlineData("""{"id":1,"product":"","quantity":1,"price":1}""", "product is empty.")]
    [InlineData("""{"id":1,"product":null,"quantity":1,"price":1}""", "product")]
    [InlineData("""{"id":1,"product":"oar","quantity":1,"price":1,"colour":"red"}""", "colour")]
    [InlineData("""{"id":1,"id":2,"product":"oar","quantity":1,"price":1}""", "id")]
    public void What_is_wrong_with_a_bad_one_is_said(string text, string expected)
    {
        Assert.False(OrderFormat.TryRead(text, out _, out var reason));
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }
}
