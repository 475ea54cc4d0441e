namespace FlowActors.Bench.Work;

/// <summary>A record of six members, as users write them.</summary>
internal sealed record Order(long Id, int Quantity, double Price, string Customer, DateTime Placed, bool Express);
