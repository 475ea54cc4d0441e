namespace FlowActors.Examples.DeadLetters;

/// <summary>The program: lines, the orders in them, what was sold of each product; what is no order goes to a file.</summary>
internal static class DeadLettersJob
{
    public const string Name = "deadletters";

    public static CollectedResults<Sales> Build(StreamExecutionEnvironment env, DeadLettersOptions options)
    {
        env.SetParallelism(options.Parallelism);
        var orders = env.FromCollection(Lines(options.Input)).WithUid("lines")
            .Rebalance()
            .Process(() => new ReadOrders()).WithName("Read Orders").WithUid("orders");

        orders.GetSideOutput(ReadOrders.DeadLetters)
            .WriteAsJsonLinesFile(options.DeadLetters).WithName("Dead Letters").WithUid("dead-letters");

        return orders
            .KeyBy(order => order.Product)
            .Aggregate(() => new Sales("", 0, 0, 0), (sales, order) => sales.Add(order), (_, sales) => sales).WithName("Sales").WithUid("sales")
            .Collect();
    }

    // Lines with their places; they are read while the job runs.
    private static IEnumerable<OrderLine> Lines(IReadOnlyList<string> files) =>
        files.SelectMany(file => File.ReadLines(file).Select((text, index) => new OrderLine(file, index + 1, text)));
}
