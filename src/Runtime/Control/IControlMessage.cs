namespace FlowActors.Runtime.Control;

/// <summary>Marks every message of the control plane; they share one explicit, versioned serializer.</summary>
internal interface IControlMessage;
