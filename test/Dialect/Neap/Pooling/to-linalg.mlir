// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[MAP0:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
// CHECK-DAG: #[[MAP1:.*]] = affine_map<(d0, d1, d2, d3) -> (d3)>
// CHECK-DAG: #[[MAP2:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
// CHECK-DAG: #[[MAP3:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// CHECK-DAG: #[[MAP4:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d4, d5)>
// CHECK-DAG: #[[MAP5:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3)>
// CHECK-DAG: #[[MAP6:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[MAP7:.*]] = affine_map<(d0, d1, d2) -> (d2)>
// CHECK-DAG: #[[MAP8:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>

// Value and position in one reduction.
// CHECK-LABEL: func.func @maximum
// CHECK-SAME: %[[X:.*]]: tensor<1x1x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x1x3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0xFF800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x1x3xi8>)
// CHECK: ^bb0(%{{.*}}: i8):
// CHECK-NEXT: %[[C1:.*]] = arith.constant -1 : i8
// CHECK-NEXT: linalg.yield %[[C1]] : i8
// CHECK: %[[V2:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%{{.*}} : tensor<3xi8>) outs(%[[V]], %[[V1]] : tensor<1x1x3xf32>, tensor<1x1x3xi8>)
// CHECK: ^bb0(%{{.*}}: i8, %[[OUT2:.*]]: f32, %[[OUT3:.*]]: i8):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[I2:.*]] = linalg.index 2
// CHECK-NEXT: %[[I3:.*]] = linalg.index 3
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2
// CHECK-NEXT: %[[V3:.*]] = arith.muli %[[I2]], %[[C2]]
// CHECK-NEXT: %[[V4:.*]] = arith.addi %[[V3]], %[[I3]]
// CHECK-NEXT: %[[V5:.*]] = tensor.extract %[[X]][%[[I]], %[[I1]], %[[V4]]] : tensor<1x1x8xf32>
// CHECK-NEXT: %[[V6:.*]] = arith.cmpf ogt, %[[V5]], %[[OUT2]]
// CHECK-NEXT: %[[V7:.*]] = arith.cmpf uno, %[[V5]], %[[V5]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0 : i8
// CHECK-NEXT: %[[V8:.*]] = arith.cmpi slt, %[[OUT3]], %[[C3]] : i8
// CHECK-NEXT: %[[V9:.*]] = arith.ori %[[V6]], %[[V7]] : i1
// CHECK-NEXT: %[[V10:.*]] = arith.ori %[[V9]], %[[V8]] : i1
// CHECK-NEXT: %[[V11:.*]] = arith.index_cast %[[I3]] : index to i8
// CHECK-NEXT: %[[V12:.*]] = arith.select %[[V10]], %[[V5]], %[[OUT2]]
// CHECK-NEXT: %[[V13:.*]] = arith.select %[[V10]], %[[V11]], %[[OUT3]] : i8
// CHECK-NEXT: linalg.yield %[[V12]], %[[V13]] : f32, i8
// CHECK: return %[[V2]]#0, %[[V2]]#1
func.func @maximum(%x: tensor<1x1x8xf32>) -> (tensor<1x1x3xf32>, tensor<1x1x3xi8>) {
  %y, %index = neap.max_pool %x kernel [3] strides [2] dilations [1] pads [0] to [0]
      : (tensor<1x1x8xf32>) -> (tensor<1x1x3xf32>, tensor<1x1x3xi8>)
  return %y, %index : tensor<1x1x3xf32>, tensor<1x1x3xi8>
}

// The gradient looks, per element of x, at the windows over it: no scattered write.
// CHECK-LABEL: func.func @gradient_of_the_maximum
// CHECK-SAME: %[[DY:.*]]: tensor<1x1x3xf32>, %[[INDEX:.*]]: tensor<1x1x3xi8>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x1x8xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%{{.*}} : tensor<3xi8>) outs(%[[V]] : tensor<1x1x8xf32>)
// CHECK: ^bb0(%{{.*}}: i8, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[I2:.*]] = linalg.index 2
// CHECK-NEXT: %[[I3:.*]] = linalg.index 3
// CHECK-NEXT: %[[V2:.*]] = arith.subi %[[I2]], %[[I3]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V3:.*]] = arith.divsi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V4:.*]] = arith.remsi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V5:.*]] = arith.cmpi eq, %[[V4]], %[[C2]]
// CHECK-NEXT: %[[V6:.*]] = arith.cmpi sge, %[[V2]], %[[C2]]
// CHECK-NEXT: %[[V7:.*]] = arith.andi %[[V5]], %[[V6]] : i1
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0
// CHECK-NEXT: %[[V8:.*]] = arith.cmpi sge, %[[V3]], %[[C3]]
// CHECK-NEXT: %[[V9:.*]] = arith.maxsi %[[V3]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 2
// CHECK-NEXT: %[[V10:.*]] = arith.cmpi sle, %[[V3]], %[[C4]]
// CHECK-NEXT: %[[V11:.*]] = arith.andi %[[V8]], %[[V10]] : i1
// CHECK-NEXT: %[[V12:.*]] = arith.minsi %[[V9]], %[[C4]]
// CHECK-NEXT: %[[V13:.*]] = arith.andi %[[V7]], %[[V11]] : i1
// CHECK-NEXT: %[[V14:.*]] = tensor.extract %[[INDEX]][%[[I]], %[[I1]], %[[V12]]] : tensor<1x1x3xi8>
// CHECK-NEXT: %[[V15:.*]] = arith.index_cast %[[I3]] : index to i8
// CHECK-NEXT: %[[V16:.*]] = arith.cmpi eq, %[[V14]], %[[V15]] : i8
// CHECK-NEXT: %[[V17:.*]] = arith.andi %[[V16]], %[[V13]] : i1
// CHECK-NEXT: %[[V18:.*]] = tensor.extract %[[DY]][%[[I]], %[[I1]], %[[V12]]] : tensor<1x1x3xf32>
// CHECK-NEXT: %[[C5:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V19:.*]] = arith.select %[[V17]], %[[V18]], %[[C5]]
// CHECK-NEXT: %[[V20:.*]] = arith.addf %[[OUT1]], %[[V19]]
// CHECK-NEXT: linalg.yield %[[V20]]
// CHECK: return %[[V1]]
func.func @gradient_of_the_maximum(%dy: tensor<1x1x3xf32>, %index: tensor<1x1x3xi8>) -> tensor<1x1x8xf32> {
  %dx = neap.max_pool_backward %dy, %index size [8] kernel [3] strides [2] dilations [1] pads [0] to [0]
      : (tensor<1x1x3xf32>, tensor<1x1x3xi8>) -> tensor<1x1x8xf32>
  return %dx : tensor<1x1x8xf32>
}

// Unpadded windows are all of one size: a constant divisor.
// CHECK-LABEL: func.func @average
// CHECK-SAME: %[[X:.*]]: tensor<1x1x4x4xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x1x2x2xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP4]], #[[MAP5]]], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%{{.*}} : tensor<2x2xi8>) outs(%[[V]] : tensor<1x1x2x2xf32>)
// CHECK: ^bb0(%{{.*}}: i8, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[I2:.*]] = linalg.index 2
// CHECK-NEXT: %[[I3:.*]] = linalg.index 3
// CHECK-NEXT: %[[I4:.*]] = linalg.index 4
// CHECK-NEXT: %[[I5:.*]] = linalg.index 5
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2
// CHECK-NEXT: %[[V2:.*]] = arith.muli %[[I2]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.addi %[[V2]], %[[I4]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2
// CHECK-NEXT: %[[V4:.*]] = arith.muli %[[I3]], %[[C2]]
// CHECK-NEXT: %[[V5:.*]] = arith.addi %[[V4]], %[[I5]]
// CHECK-NEXT: %[[V6:.*]] = tensor.extract %[[X]][%[[I]], %[[I1]], %[[V3]], %[[V5]]] : tensor<1x1x4x4xf32>
// CHECK-NEXT: %[[V7:.*]] = arith.addf %[[OUT1]], %[[V6]]
// CHECK-NEXT: linalg.yield %[[V7]]
// CHECK: %[[V8:.*]] = linalg.generic {indexing_maps = [#[[MAP3]], #[[MAP3]]], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%[[V1]] : tensor<1x1x2x2xf32>) outs(%{{.*}} : tensor<1x1x2x2xf32>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: linalg.index 2
// CHECK-NEXT: linalg.index 3
// CHECK-NEXT: %[[C3:.*]] = arith.constant 4.000000e+00
// CHECK-NEXT: %[[V9:.*]] = arith.divf %[[E1]], %[[C3]]
// CHECK-NEXT: linalg.yield %[[V9]]
// CHECK: return %[[V8]]
func.func @average(%x: tensor<1x1x4x4xf32>) -> tensor<1x1x2x2xf32> {
  %y = neap.average_pool %x kernel [2, 2] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<1x1x4x4xf32>) -> tensor<1x1x2x2xf32>
  return %y : tensor<1x1x2x2xf32>
}

// CHECK-LABEL: func.func @average_inside
// CHECK-SAME: %[[X:.*]]: tensor<1x1x4xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x1x4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%{{.*}} : tensor<3xi8>) outs(%[[V]] : tensor<1x1x4xf32>)
// CHECK: ^bb0(%{{.*}}: i8, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[I2:.*]] = linalg.index 2
// CHECK-NEXT: %[[I3:.*]] = linalg.index 3
// CHECK-NEXT: %[[C1:.*]] = arith.constant -1
// CHECK-NEXT: %[[V2:.*]] = arith.addi %[[I2]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.addi %[[V2]], %[[I3]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V4:.*]] = arith.cmpi sge, %[[V3]], %[[C2]]
// CHECK-NEXT: %[[V5:.*]] = arith.maxsi %[[V3]], %[[C2]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 3
// CHECK-NEXT: %[[V6:.*]] = arith.cmpi sle, %[[V3]], %[[C3]]
// CHECK-NEXT: %[[V7:.*]] = arith.andi %[[V4]], %[[V6]] : i1
// CHECK-NEXT: %[[V8:.*]] = arith.minsi %[[V5]], %[[C3]]
// CHECK-NEXT: %[[V9:.*]] = tensor.extract %[[X]][%[[I]], %[[I1]], %[[V8]]] : tensor<1x1x4xf32>
// CHECK-NEXT: %[[C4:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V10:.*]] = arith.select %[[V7]], %[[V9]], %[[C4]]
// CHECK-NEXT: %[[V11:.*]] = arith.addf %[[OUT1]], %[[V10]]
// CHECK-NEXT: linalg.yield %[[V11]]
// CHECK: %[[V12:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]]], iterator_types = ["parallel", "parallel", "parallel"]} ins(%[[V1]] : tensor<1x1x4xf32>) outs(%{{.*}} : tensor<1x1x4xf32>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[I4:.*]] = linalg.index 2
// CHECK-NEXT: %[[C5:.*]] = arith.constant -1
// CHECK-NEXT: %[[V13:.*]] = arith.muli %[[I4]], %[[C5]]
// CHECK-NEXT: %[[C6:.*]] = arith.constant 1
// CHECK-NEXT: %[[V14:.*]] = arith.addi %[[V13]], %[[C6]]
// CHECK-NEXT: %[[C7:.*]] = arith.constant 0
// CHECK-NEXT: %[[V15:.*]] = arith.maxsi %[[V14]], %[[C7]]
// CHECK-NEXT: %[[C8:.*]] = arith.constant 3
// CHECK-NEXT: %[[V16:.*]] = arith.minsi %[[V15]], %[[C8]]
// CHECK-NEXT: %[[C9:.*]] = arith.constant -1
// CHECK-NEXT: %[[V17:.*]] = arith.muli %[[I4]], %[[C9]]
// CHECK-NEXT: %[[C10:.*]] = arith.constant 5
// CHECK-NEXT: %[[V18:.*]] = arith.addi %[[V17]], %[[C10]]
// CHECK-NEXT: %[[C11:.*]] = arith.constant 0
// CHECK-NEXT: %[[V19:.*]] = arith.maxsi %[[V18]], %[[C11]]
// CHECK-NEXT: %[[C12:.*]] = arith.constant 3
// CHECK-NEXT: %[[V20:.*]] = arith.minsi %[[V19]], %[[C12]]
// CHECK-NEXT: %[[V21:.*]] = arith.subi %[[V20]], %[[V16]]
// CHECK-NEXT: %[[C13:.*]] = arith.constant 1
// CHECK-NEXT: %[[V22:.*]] = arith.maxsi %[[V21]], %[[C13]]
// CHECK-NEXT: %[[V23:.*]] = arith.index_cast %[[V22]] : index to i64
// CHECK-NEXT: %[[V24:.*]] = arith.sitofp %[[V23]] : i64 to f32
// CHECK-NEXT: %[[V25:.*]] = arith.divf %[[E1]], %[[V24]]
// CHECK-NEXT: linalg.yield %[[V25]]
// CHECK: return %[[V12]]
func.func @average_inside(%x: tensor<1x1x4xf32>) -> tensor<1x1x4xf32> {
  %y = neap.average_pool %x kernel [3] strides [1] dilations [1] pads [1] to [1] by inside
      : (tensor<1x1x4xf32>) -> tensor<1x1x4xf32>
  return %y : tensor<1x1x4xf32>
}

// CHECK-LABEL: func.func @spread
// CHECK-SAME: %[[DY:.*]]: tensor<1x1x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x1x6xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%{{.*}} : tensor<2xi8>) outs(%[[V]] : tensor<1x1x6xf32>)
// CHECK: ^bb0(%{{.*}}: i8, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[I2:.*]] = linalg.index 2
// CHECK-NEXT: %[[I3:.*]] = linalg.index 3
// CHECK-NEXT: %[[V2:.*]] = arith.subi %[[I2]], %[[I3]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V3:.*]] = arith.divsi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V4:.*]] = arith.remsi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V5:.*]] = arith.cmpi eq, %[[V4]], %[[C2]]
// CHECK-NEXT: %[[V6:.*]] = arith.cmpi sge, %[[V2]], %[[C2]]
// CHECK-NEXT: %[[V7:.*]] = arith.andi %[[V5]], %[[V6]] : i1
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0
// CHECK-NEXT: %[[V8:.*]] = arith.cmpi sge, %[[V3]], %[[C3]]
// CHECK-NEXT: %[[V9:.*]] = arith.maxsi %[[V3]], %[[C3]]
// CHECK-NEXT: %[[V10:.*]] = arith.andi %[[V7]], %[[V8]] : i1
// CHECK-NEXT: %[[V11:.*]] = tensor.extract %[[DY]][%[[I]], %[[I1]], %[[V9]]] : tensor<1x1x3xf32>
// CHECK-NEXT: %[[C4:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V12:.*]] = arith.select %[[V10]], %[[V11]], %[[C4]]
// CHECK-NEXT: %[[V13:.*]] = arith.addf %[[OUT1]], %[[V12]]
// CHECK-NEXT: linalg.yield %[[V13]]
// CHECK: return %[[V1]]
func.func @spread(%dy: tensor<1x1x3xf32>) -> tensor<1x1x6xf32> {
  %y = neap.average_pool_backward %dy size [6] kernel [2] strides [2] dilations [1] pads [0] to [0] by one : (tensor<1x1x3xf32>) -> tensor<1x1x6xf32>
  return %y : tensor<1x1x6xf32>
}

// CHECK-LABEL: func.func @interpolate
// CHECK-SAME: %[[X:.*]]: tensor<1x4xf32>, %[[I:.*]]: tensor<2x2xi32>, %[[W:.*]]: tensor<2x2xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP6]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<1x2xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP7]], #[[MAP8]]], iterator_types = ["parallel", "parallel", "reduction"]} ins(%{{.*}} : tensor<2xi8>) outs(%[[V]] : tensor<1x2xf32>)
// CHECK: ^bb0(%{{.*}}: i8, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[I1:.*]] = linalg.index 0
// CHECK-NEXT: %[[I2:.*]] = linalg.index 1
// CHECK-NEXT: %[[I3:.*]] = linalg.index 2
// CHECK-NEXT: %[[V2:.*]] = tensor.extract %[[I]][%[[I2]], %[[I3]]] : tensor<2x2xi32>
// CHECK-NEXT: %[[V3:.*]] = arith.index_cast %[[V2]] : i32 to index
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0
// CHECK-NEXT: %[[V4:.*]] = arith.maxsi %[[V3]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 3
// CHECK-NEXT: %[[V5:.*]] = arith.minsi %[[V4]], %[[C2]]
// CHECK-NEXT: %[[V6:.*]] = tensor.extract %[[X]][%[[I1]], %[[V5]]] : tensor<1x4xf32>
// CHECK-NEXT: %[[V7:.*]] = tensor.extract %[[W]][%[[I2]], %[[I3]]] : tensor<2x2xf32>
// CHECK-NEXT: %[[V8:.*]] = arith.mulf %[[V7]], %[[V6]]
// CHECK-NEXT: %[[V9:.*]] = arith.addf %[[OUT1]], %[[V8]]
// CHECK-NEXT: linalg.yield %[[V9]]
// CHECK: return %[[V1]]
func.func @interpolate(%x: tensor<1x4xf32>, %i: tensor<2x2xi32>, %w: tensor<2x2xf32>) -> tensor<1x2xf32> {
  %y = neap.interpolate %x, %i, %w axis 1 : (tensor<1x4xf32>, tensor<2x2xi32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  return %y : tensor<1x2xf32>
}
