namespace FlowActors.Bench.Work;

/// <summary>The records that are turned into bytes and back, in lots of one table.</summary>
internal static class Orders
{
    public const int TableLength = 1_000;

    private const int Customers = 100_000;

    public static Order[] Table()
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return [.. Enumerable.Range(0, TableLength).Select(i => new Order(
            Id: Uniform.Index(i, int.MaxValue),
            Quantity: 1 + (i % 12),
            Price: Uniform.Index(i, 100_000) / 100.0,
            Customer: $"customer-{Uniform.Index(i, Customers)}",
            Placed: start.AddSeconds(i),
            Express: i % 3 == 0))];
    }

    /// <summary>A sum over all members, so that a wrong one shows.</summary>
    public static long Sum(ReadOnlySpan<Order> orders)
    {
        var sum = 0L;
        foreach (var order in orders)
            sum += order.Id + order.Quantity + (long)order.Price + order.Customer.Length + order.Placed.Ticks + (order.Express ? 1 : 0);
        return sum;
    }
}
