// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[MAP0:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[MAP1:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-DAG: #[[MAP2:.*]] = affine_map<(d0, d1, d2) -> (d1)>
// CHECK-DAG: #[[MAP3:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[MAP4:.*]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[MAP5:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-DAG: #[[MAP6:.*]] = affine_map<(d0, d1) -> (d0)>
// CHECK-DAG: #[[MAP7:.*]] = affine_map<(d0, d1, d2) -> (d2, 0)>
// CHECK-DAG: #[[MAP8:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>

// A negative index counts from the end, and no read leaves the operand.
// CHECK-LABEL: func.func @gather
// CHECK-SAME: %[[X:.*]]: tensor<5x3xf32>, %[[I:.*]]: tensor<2xi64>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<2x3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I1:.*]] = linalg.index 0
// CHECK-NEXT: %[[I2:.*]] = linalg.index 1
// CHECK-NEXT: %[[V1:.*]] = tensor.extract %[[I]][%[[I1]]] : tensor<2xi64>
// CHECK-NEXT: %[[V2:.*]] = arith.index_cast %[[V1]] : i64 to index
// CHECK-NEXT: %[[C:.*]] = arith.constant 5
// CHECK-NEXT: %[[V3:.*]] = arith.addi %[[V2]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0
// CHECK-NEXT: %[[V4:.*]] = arith.cmpi sge, %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[V2]], %[[V3]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 4
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0
// CHECK-NEXT: %[[V6:.*]] = arith.maxsi %[[V5]], %[[C3]]
// CHECK-NEXT: %[[V7:.*]] = arith.minsi %[[V6]], %[[C2]]
// CHECK-NEXT: %[[V8:.*]] = tensor.extract %[[X]][%[[V7]], %[[I2]]] : tensor<5x3xf32>
// CHECK-NEXT: linalg.yield %[[V8]]
// CHECK: return %[[V]]
func.func @gather(%x: tensor<5x3xf32>, %i: tensor<2xi64>) -> tensor<2x3xf32> {
  %y = neap.gather %x, %i {axis = 0 : i64} : (tensor<5x3xf32>, tensor<2xi64>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// Each row of the result looks through all indices.
// CHECK-LABEL: func.func @gather_backward
// CHECK-SAME: %[[DY:.*]]: tensor<2x3xf32>, %[[I:.*]]: tensor<2xi64>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<5x3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]], #[[MAP3]]], iterator_types = ["parallel", "reduction", "parallel"]} ins(%[[DY]], %[[I]] : tensor<2x3xf32>, tensor<2xi64>) outs(%[[V]] : tensor<5x3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: i64, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.index_cast %[[E1]] : i64 to index
// CHECK-NEXT: %[[C1:.*]] = arith.constant 5
// CHECK-NEXT: %[[V3:.*]] = arith.addi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V4:.*]] = arith.cmpi sge, %[[V2]], %[[C2]]
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[V2]], %[[V3]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 4
// CHECK-NEXT: %[[C4:.*]] = arith.constant 0
// CHECK-NEXT: %[[V6:.*]] = arith.maxsi %[[V5]], %[[C4]]
// CHECK-NEXT: %[[V7:.*]] = arith.minsi %[[V6]], %[[C3]]
// CHECK-NEXT: %[[I1:.*]] = linalg.index 0
// CHECK-NEXT: %[[V8:.*]] = arith.cmpi eq, %[[V7]], %[[I1]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V9:.*]] = arith.select %[[V8]], %[[E]], %[[C5]]
// CHECK-NEXT: %[[V10:.*]] = arith.addf %[[OUT1]], %[[V9]]
// CHECK-NEXT: linalg.yield %[[V10]]
// CHECK: return %[[V1]]
func.func @gather_backward(%dy: tensor<2x3xf32>, %i: tensor<2xi64>) -> tensor<5x3xf32> {
  %dx = neap.gather_backward %dy, %i {axis = 0 : i64, shape = array<i64: 5, 3>} : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<5x3xf32>
  return %dx : tensor<5x3xf32>
}

// The second accumulator says whether an update landed.
// CHECK-LABEL: func.func @scatter
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[I:.*]]: tensor<2xi64>, %[[U:.*]]: tensor<2xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP4]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP4]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xi1>)
// CHECK: ^bb0(%{{.*}}: i1):
// CHECK-NEXT: %[[C1:.*]] = arith.constant false
// CHECK-NEXT: linalg.yield %[[C1]] : i1
// CHECK: %[[V2:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP5]], #[[MAP6]], #[[MAP6]]], iterator_types = ["parallel", "reduction"]} ins(%[[I]] : tensor<2xi64>) outs(%[[V]], %[[V1]] : tensor<4xf32>, tensor<4xi1>)
// CHECK: ^bb0(%{{.*}}: i64, %[[OUT2:.*]]: f32, %[[OUT3:.*]]: i1):
// CHECK-NEXT: %[[I1:.*]] = linalg.index 0
// CHECK-NEXT: %[[I2:.*]] = linalg.index 1
// CHECK-NEXT: %[[V3:.*]] = tensor.extract %[[I]][%[[I2]]] : tensor<2xi64>
// CHECK-NEXT: %[[V4:.*]] = arith.index_cast %[[V3]] : i64 to index
// CHECK-NEXT: %[[C2:.*]] = arith.constant 4
// CHECK-NEXT: %[[V5:.*]] = arith.addi %[[V4]], %[[C2]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0
// CHECK-NEXT: %[[V6:.*]] = arith.cmpi sge, %[[V4]], %[[C3]]
// CHECK-NEXT: %[[V7:.*]] = arith.select %[[V6]], %[[V4]], %[[V5]]
// CHECK-NEXT: %[[V8:.*]] = arith.cmpi eq, %[[V7]], %[[I1]]
// CHECK-NEXT: %[[V9:.*]] = tensor.extract %[[U]][%[[I2]]] : tensor<2xf32>
// CHECK-NEXT: %[[V10:.*]] = arith.select %[[V8]], %[[V9]], %[[OUT2]]
// CHECK-NEXT: %[[V11:.*]] = arith.ori %[[OUT3]], %[[V8]] : i1
// CHECK-NEXT: linalg.yield %[[V10]], %[[V11]] : f32, i1
// CHECK: %[[V12:.*]] = linalg.generic {indexing_maps = [#[[MAP4]], #[[MAP4]], #[[MAP4]], #[[MAP4]]], iterator_types = ["parallel"]} ins(%[[X]], %[[V2]]#0, %[[V2]]#1 : tensor<4xf32>, tensor<4xf32>, tensor<4xi1>) outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: i1, %{{.*}}: f32):
// CHECK-NEXT: %[[V13:.*]] = arith.select %[[E3]], %[[E2]], %[[E1]]
// CHECK-NEXT: linalg.yield %[[V13]]
// CHECK: return %[[V12]]
func.func @scatter(%x: tensor<4xf32>, %i: tensor<2xi64>, %u: tensor<2xf32>) -> tensor<4xf32> {
  %y = neap.scatter_elements none %x, %i, %u {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>, tensor<2xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @scatter_of_nothing
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %{{.*}}: tensor<0xi64>, %{{.*}}: tensor<0xf32>
// CHECK: return %[[X]]
func.func @scatter_of_nothing(%x: tensor<4xf32>, %i: tensor<0xi64>, %u: tensor<0xf32>) -> tensor<4xf32> {
  %y = neap.scatter_elements add %x, %i, %u {axis = 0 : i64} : (tensor<4xf32>, tensor<0xi64>, tensor<0xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @triangle
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 1
// CHECK-NEXT: %[[I1:.*]] = linalg.index 2
// CHECK-NEXT: %[[V:.*]] = arith.subi %[[I1]], %[[I]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 0
// CHECK-NEXT: %[[V1:.*]] = arith.cmpi sge, %[[V]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.select %[[V1]], %[[E]], %[[C1]]
// CHECK-NEXT: linalg.yield %[[V2]]
func.func @triangle(%x: tensor<2x3x3xf32>) -> tensor<2x3x3xf32> {
  %y = neap.trilu %x : tensor<2x3x3xf32>
  return %y : tensor<2x3x3xf32>
}

// CHECK-LABEL: func.func @gather_elements
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[I:.*]]: tensor<4x2xi64>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<4x2xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I1:.*]] = linalg.index 0
// CHECK-NEXT: %[[I2:.*]] = linalg.index 1
// CHECK-NEXT: %[[V1:.*]] = tensor.extract %[[I]][%[[I1]], %[[I2]]] : tensor<4x2xi64>
// CHECK-NEXT: %[[V2:.*]] = arith.index_cast %[[V1]] : i64 to index
// CHECK-NEXT: %[[C:.*]] = arith.constant 3
// CHECK-NEXT: %[[V3:.*]] = arith.addi %[[V2]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0
// CHECK-NEXT: %[[V4:.*]] = arith.cmpi sge, %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[V2]], %[[V3]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0
// CHECK-NEXT: %[[V6:.*]] = arith.maxsi %[[V5]], %[[C3]]
// CHECK-NEXT: %[[V7:.*]] = arith.minsi %[[V6]], %[[C2]]
// CHECK-NEXT: %[[V8:.*]] = tensor.extract %[[X]][%[[I1]], %[[V7]]] : tensor<4x3xf32>
// CHECK-NEXT: linalg.yield %[[V8]]
// CHECK: return %[[V]]
func.func @gather_elements(%x: tensor<4x3xf32>, %i: tensor<4x2xi64>) -> tensor<4x2xf32> {
  %y = neap.gather_elements %x, %i {axis = 1 : i64} : (tensor<4x3xf32>, tensor<4x2xi64>) -> tensor<4x2xf32>
  return %y : tensor<4x2xf32>
}

// CHECK-LABEL: func.func @gather_nd
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[I:.*]]: tensor<2x2xi64>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP4]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<2xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I1:.*]] = linalg.index 0
// CHECK-NEXT: %[[C:.*]] = arith.constant 0
// CHECK-NEXT: %[[V1:.*]] = tensor.extract %[[I]][%[[I1]], %[[C]]] : tensor<2x2xi64>
// CHECK-NEXT: %[[V2:.*]] = arith.index_cast %[[V1]] : i64 to index
// CHECK-NEXT: %[[C1:.*]] = arith.constant 4
// CHECK-NEXT: %[[V3:.*]] = arith.addi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V4:.*]] = arith.cmpi sge, %[[V2]], %[[C2]]
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[V2]], %[[V3]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 3
// CHECK-NEXT: %[[C4:.*]] = arith.constant 0
// CHECK-NEXT: %[[V6:.*]] = arith.maxsi %[[V5]], %[[C4]]
// CHECK-NEXT: %[[V7:.*]] = arith.minsi %[[V6]], %[[C3]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 1
// CHECK-NEXT: %[[V8:.*]] = tensor.extract %[[I]][%[[I1]], %[[C5]]] : tensor<2x2xi64>
// CHECK-NEXT: %[[V9:.*]] = arith.index_cast %[[V8]] : i64 to index
// CHECK-NEXT: %[[C6:.*]] = arith.constant 3
// CHECK-NEXT: %[[V10:.*]] = arith.addi %[[V9]], %[[C6]]
// CHECK-NEXT: %[[C7:.*]] = arith.constant 0
// CHECK-NEXT: %[[V11:.*]] = arith.cmpi sge, %[[V9]], %[[C7]]
// CHECK-NEXT: %[[V12:.*]] = arith.select %[[V11]], %[[V9]], %[[V10]]
// CHECK-NEXT: %[[C8:.*]] = arith.constant 2
// CHECK-NEXT: %[[C9:.*]] = arith.constant 0
// CHECK-NEXT: %[[V13:.*]] = arith.maxsi %[[V12]], %[[C9]]
// CHECK-NEXT: %[[V14:.*]] = arith.minsi %[[V13]], %[[C8]]
// CHECK-NEXT: %[[V15:.*]] = tensor.extract %[[X]][%[[V7]], %[[V14]]] : tensor<4x3xf32>
// CHECK-NEXT: linalg.yield %[[V15]]
// CHECK: return %[[V]]
func.func @gather_nd(%x: tensor<4x3xf32>, %i: tensor<2x2xi64>) -> tensor<2xf32> {
  %y = neap.gather_nd %x, %i : (tensor<4x3xf32>, tensor<2x2xi64>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// CHECK-LABEL: func.func @scatter_nd
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[I:.*]]: tensor<2x1xi64>, %[[U:.*]]: tensor<2x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0xFF800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<4x3xi1>)
// CHECK: ^bb0(%{{.*}}: i1):
// CHECK-NEXT: %[[C1:.*]] = arith.constant false
// CHECK-NEXT: linalg.yield %[[C1]] : i1
// CHECK: %[[V2:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP7]], #[[MAP8]], #[[MAP8]]], iterator_types = ["parallel", "parallel", "reduction"]} ins(%[[I]] : tensor<2x1xi64>) outs(%[[V]], %[[V1]] : tensor<4x3xf32>, tensor<4x3xi1>)
// CHECK: ^bb0(%{{.*}}: i64, %[[OUT2:.*]]: f32, %[[OUT3:.*]]: i1):
// CHECK-NEXT: %[[I1:.*]] = linalg.index 0
// CHECK-NEXT: %[[I2:.*]] = linalg.index 1
// CHECK-NEXT: %[[I3:.*]] = linalg.index 2
// CHECK-NEXT: %[[C2:.*]] = arith.constant true
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0
// CHECK-NEXT: %[[V3:.*]] = tensor.extract %[[I]][%[[I3]], %[[C3]]] : tensor<2x1xi64>
// CHECK-NEXT: %[[V4:.*]] = arith.index_cast %[[V3]] : i64 to index
// CHECK-NEXT: %[[C4:.*]] = arith.constant 4
// CHECK-NEXT: %[[V5:.*]] = arith.addi %[[V4]], %[[C4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 0
// CHECK-NEXT: %[[V6:.*]] = arith.cmpi sge, %[[V4]], %[[C5]]
// CHECK-NEXT: %[[V7:.*]] = arith.select %[[V6]], %[[V4]], %[[V5]]
// CHECK-NEXT: %[[V8:.*]] = arith.cmpi eq, %[[V7]], %[[I1]]
// CHECK-NEXT: %[[V9:.*]] = arith.andi %[[C2]], %[[V8]] : i1
// CHECK-NEXT: %[[V10:.*]] = tensor.extract %[[U]][%[[I3]], %[[I2]]] : tensor<2x3xf32>
// CHECK-NEXT: %[[V11:.*]] = arith.maximumf %[[OUT2]], %[[V10]]
// CHECK-NEXT: %[[V12:.*]] = arith.select %[[V9]], %[[V11]], %[[OUT2]]
// CHECK-NEXT: %[[V13:.*]] = arith.ori %[[OUT3]], %[[V9]] : i1
// CHECK-NEXT: linalg.yield %[[V12]], %[[V13]] : f32, i1
// CHECK: %[[V14:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel", "parallel"]} ins(%[[X]], %[[V2]]#0, %[[V2]]#1 : tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xi1>) outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: i1, %{{.*}}: f32):
// CHECK-NEXT: %[[V15:.*]] = arith.maximumf %[[E1]], %[[E2]]
// CHECK-NEXT: %[[V16:.*]] = arith.select %[[E3]], %[[V15]], %[[E1]]
// CHECK-NEXT: linalg.yield %[[V16]]
// CHECK: return %[[V14]]
func.func @scatter_nd(%x: tensor<4x3xf32>, %i: tensor<2x1xi64>, %u: tensor<2x3xf32>) -> tensor<4x3xf32> {
  %y = neap.scatter_nd max %x, %i, %u : (tensor<4x3xf32>, tensor<2x1xi64>, tensor<2x3xf32>) -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @one_hot
// CHECK-SAME: %[[I:.*]]: tensor<4xi64>, %[[V:.*]]: tensor<2xf32>
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<4x5xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I1:.*]] = linalg.index 0
// CHECK-NEXT: %[[I2:.*]] = linalg.index 1
// CHECK-NEXT: %[[V2:.*]] = tensor.extract %[[I]][%[[I1]]] : tensor<4xi64>
// CHECK-NEXT: %[[V3:.*]] = arith.index_cast %[[V2]] : i64 to index
// CHECK-NEXT: %[[C:.*]] = arith.constant 5
// CHECK-NEXT: %[[V4:.*]] = arith.addi %[[V3]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0
// CHECK-NEXT: %[[V5:.*]] = arith.cmpi sge, %[[V3]], %[[C1]]
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V5]], %[[V3]], %[[V4]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V7:.*]] = tensor.extract %[[V]][%[[C2]]] : tensor<2xf32>
// CHECK-NEXT: %[[C3:.*]] = arith.constant 1
// CHECK-NEXT: %[[V8:.*]] = tensor.extract %[[V]][%[[C3]]] : tensor<2xf32>
// CHECK-NEXT: %[[V9:.*]] = arith.cmpi eq, %[[V6]], %[[I2]]
// CHECK-NEXT: %[[V10:.*]] = arith.select %[[V9]], %[[V8]], %[[V7]]
// CHECK-NEXT: linalg.yield %[[V10]]
// CHECK: return %[[V1]]
func.func @one_hot(%i: tensor<4xi64>, %v: tensor<2xf32>) -> tensor<4x5xf32> {
  %y = neap.one_hot %i, %v depth 5 axis 1 : (tensor<4xi64>, tensor<2xf32>) -> tensor<4x5xf32>
  return %y : tensor<4x5xf32>
}

// CHECK-LABEL: func.func @range
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP4]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[V1:.*]] = arith.index_cast %[[I]] : index to i64
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[C1:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V2:.*]] = arith.sitofp %[[V1]] : i64 to f32
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V4:.*]] = arith.addf %[[C]], %[[V3]]
// CHECK-NEXT: linalg.yield %[[V4]]
// CHECK: return %[[V]]
func.func @range() -> tensor<3xf32> {
  %y = neap.range 1.0 : f32 step 0.5 : f32 size 3 : tensor<3xf32>
  return %y : tensor<3xf32>
}
