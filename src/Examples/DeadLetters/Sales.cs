namespace FlowActors.Examples.DeadLetters;

/// <summary>What was sold of a product so far.</summary>
/// <param name="Product">The product.</param>
/// <param name="Orders">How many orders.</param>
/// <param name="Pieces">How many pieces.</param>
/// <param name="Revenue">What they cost together.</param>
internal sealed record Sales(string Product, long Orders, long Pieces, decimal Revenue)
{
    /// <summary>With one order more.</summary>
    public Sales Add(Order order) => this with
    {
        Product = order.Product, Orders = Orders + 1, Pieces = Pieces + order.Quantity, Revenue = Revenue + (order.Quantity * order.Price),
    };
}
