namespace FlowActors.Examples.DeadLetters;

/// <summary>A good order.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Product">What is ordered.</param>
/// <param name="Quantity">How many pieces; above 0.</param>
/// <param name="Price">Of one piece; not below 0.</param>
internal sealed record Order(long Id, string Product, int Quantity, decimal Price);
