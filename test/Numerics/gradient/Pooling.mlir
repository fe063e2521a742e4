// Pooling and resampling against central differences: one case a function. Random inputs have no ties.

func.func @max_pool_plain(%x: tensor<1x2x4x4xf64>) -> tensor<1x2x2x2xf64> {
  %y, %index = neap.max_pool %x kernel [2, 2] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0]
      : (tensor<1x2x4x4xf64>) -> (tensor<1x2x2x2xf64>, tensor<1x2x2x2xi8>)
  return %y : tensor<1x2x2x2xf64>
}

func.func @average_pool_inside_plain(%x: tensor<1x2x4x4xf64>) -> tensor<1x2x2x2xf64> {
  %y = neap.average_pool %x kernel [2, 2] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<1x2x4x4xf64>) -> tensor<1x2x2x2xf64>
  return %y : tensor<1x2x2x2xf64>
}

func.func @average_pool_padded_plain(%x: tensor<1x2x4x4xf64>) -> tensor<1x2x2x2xf64> {
  %y = neap.average_pool %x kernel [2, 2] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] by padded
      : (tensor<1x2x4x4xf64>) -> tensor<1x2x2x2xf64>
  return %y : tensor<1x2x2x2xf64>
}

func.func @average_pool_backward_inside_plain(%dy: tensor<1x2x2x2xf64>) -> tensor<1x2x4x4xf64> {
  %dx = neap.average_pool_backward %dy size [4, 4] kernel [2, 2] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<1x2x2x2xf64>) -> tensor<1x2x4x4xf64>
  return %dx : tensor<1x2x4x4xf64>
}

func.func @average_pool_backward_padded_plain(%dy: tensor<1x2x2x2xf64>) -> tensor<1x2x4x4xf64> {
  %dx = neap.average_pool_backward %dy size [4, 4] kernel [2, 2] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] by padded
      : (tensor<1x2x2x2xf64>) -> tensor<1x2x4x4xf64>
  return %dx : tensor<1x2x4x4xf64>
}

func.func @max_pool_overlapping(%x: tensor<1x2x5x4xf64>) -> tensor<1x2x3x3xf64> {
  %y, %index = neap.max_pool %x kernel [3, 2] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0]
      : (tensor<1x2x5x4xf64>) -> (tensor<1x2x3x3xf64>, tensor<1x2x3x3xi8>)
  return %y : tensor<1x2x3x3xf64>
}

func.func @average_pool_inside_overlapping(%x: tensor<1x2x5x4xf64>) -> tensor<1x2x3x3xf64> {
  %y = neap.average_pool %x kernel [3, 2] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<1x2x5x4xf64>) -> tensor<1x2x3x3xf64>
  return %y : tensor<1x2x3x3xf64>
}

func.func @average_pool_padded_overlapping(%x: tensor<1x2x5x4xf64>) -> tensor<1x2x3x3xf64> {
  %y = neap.average_pool %x kernel [3, 2] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] by padded
      : (tensor<1x2x5x4xf64>) -> tensor<1x2x3x3xf64>
  return %y : tensor<1x2x3x3xf64>
}

func.func @average_pool_backward_inside_overlapping(%dy: tensor<1x2x3x3xf64>) -> tensor<1x2x5x4xf64> {
  %dx = neap.average_pool_backward %dy size [5, 4] kernel [3, 2] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<1x2x3x3xf64>) -> tensor<1x2x5x4xf64>
  return %dx : tensor<1x2x5x4xf64>
}

func.func @average_pool_backward_padded_overlapping(%dy: tensor<1x2x3x3xf64>) -> tensor<1x2x5x4xf64> {
  %dx = neap.average_pool_backward %dy size [5, 4] kernel [3, 2] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] by padded
      : (tensor<1x2x3x3xf64>) -> tensor<1x2x5x4xf64>
  return %dx : tensor<1x2x5x4xf64>
}

func.func @max_pool_padded(%x: tensor<1x2x4x5xf64>) -> tensor<1x2x2x3xf64> {
  %y, %index = neap.max_pool %x kernel [3, 3] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1]
      : (tensor<1x2x4x5xf64>) -> (tensor<1x2x2x3xf64>, tensor<1x2x2x3xi8>)
  return %y : tensor<1x2x2x3xf64>
}

func.func @average_pool_inside_padded(%x: tensor<1x2x4x5xf64>) -> tensor<1x2x2x3xf64> {
  %y = neap.average_pool %x kernel [3, 3] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] by inside
      : (tensor<1x2x4x5xf64>) -> tensor<1x2x2x3xf64>
  return %y : tensor<1x2x2x3xf64>
}

func.func @average_pool_padded_padded(%x: tensor<1x2x4x5xf64>) -> tensor<1x2x2x3xf64> {
  %y = neap.average_pool %x kernel [3, 3] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] by padded
      : (tensor<1x2x4x5xf64>) -> tensor<1x2x2x3xf64>
  return %y : tensor<1x2x2x3xf64>
}

func.func @average_pool_backward_inside_padded(%dy: tensor<1x2x2x3xf64>) -> tensor<1x2x4x5xf64> {
  %dx = neap.average_pool_backward %dy size [4, 5] kernel [3, 3] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] by inside
      : (tensor<1x2x2x3xf64>) -> tensor<1x2x4x5xf64>
  return %dx : tensor<1x2x4x5xf64>
}

func.func @average_pool_backward_padded_padded(%dy: tensor<1x2x2x3xf64>) -> tensor<1x2x4x5xf64> {
  %dx = neap.average_pool_backward %dy size [4, 5] kernel [3, 3] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] by padded
      : (tensor<1x2x2x3xf64>) -> tensor<1x2x4x5xf64>
  return %dx : tensor<1x2x4x5xf64>
}

func.func @max_pool_asymmetric_pads(%x: tensor<1x1x5x5xf64>) -> tensor<1x1x3x4xf64> {
  %y, %index = neap.max_pool %x kernel [3, 3] strides [2, 1] dilations [1, 1] pads [2, 0] to [0, 1]
      : (tensor<1x1x5x5xf64>) -> (tensor<1x1x3x4xf64>, tensor<1x1x3x4xi8>)
  return %y : tensor<1x1x3x4xf64>
}

func.func @average_pool_inside_asymmetric_pads(%x: tensor<1x1x5x5xf64>) -> tensor<1x1x3x4xf64> {
  %y = neap.average_pool %x kernel [3, 3] strides [2, 1] dilations [1, 1] pads [2, 0] to [0, 1] by inside
      : (tensor<1x1x5x5xf64>) -> tensor<1x1x3x4xf64>
  return %y : tensor<1x1x3x4xf64>
}

func.func @average_pool_padded_asymmetric_pads(%x: tensor<1x1x5x5xf64>) -> tensor<1x1x3x4xf64> {
  %y = neap.average_pool %x kernel [3, 3] strides [2, 1] dilations [1, 1] pads [2, 0] to [0, 1] by padded
      : (tensor<1x1x5x5xf64>) -> tensor<1x1x3x4xf64>
  return %y : tensor<1x1x3x4xf64>
}

func.func @average_pool_backward_inside_asymmetric_pads(%dy: tensor<1x1x3x4xf64>) -> tensor<1x1x5x5xf64> {
  %dx = neap.average_pool_backward %dy size [5, 5] kernel [3, 3] strides [2, 1] dilations [1, 1] pads [2, 0] to [0, 1] by inside
      : (tensor<1x1x3x4xf64>) -> tensor<1x1x5x5xf64>
  return %dx : tensor<1x1x5x5xf64>
}

func.func @average_pool_backward_padded_asymmetric_pads(%dy: tensor<1x1x3x4xf64>) -> tensor<1x1x5x5xf64> {
  %dx = neap.average_pool_backward %dy size [5, 5] kernel [3, 3] strides [2, 1] dilations [1, 1] pads [2, 0] to [0, 1] by padded
      : (tensor<1x1x3x4xf64>) -> tensor<1x1x5x5xf64>
  return %dx : tensor<1x1x5x5xf64>
}

func.func @max_pool_dilated(%x: tensor<1x1x7x6xf64>) -> tensor<1x1x5x4xf64> {
  %y, %index = neap.max_pool %x kernel [2, 3] strides [1, 1] dilations [3, 2] pads [1, 1] to [0, 1]
      : (tensor<1x1x7x6xf64>) -> (tensor<1x1x5x4xf64>, tensor<1x1x5x4xi8>)
  return %y : tensor<1x1x5x4xf64>
}

func.func @average_pool_inside_dilated(%x: tensor<1x1x7x6xf64>) -> tensor<1x1x5x4xf64> {
  %y = neap.average_pool %x kernel [2, 3] strides [1, 1] dilations [3, 2] pads [1, 1] to [0, 1] by inside
      : (tensor<1x1x7x6xf64>) -> tensor<1x1x5x4xf64>
  return %y : tensor<1x1x5x4xf64>
}

func.func @average_pool_padded_dilated(%x: tensor<1x1x7x6xf64>) -> tensor<1x1x5x4xf64> {
  %y = neap.average_pool %x kernel [2, 3] strides [1, 1] dilations [3, 2] pads [1, 1] to [0, 1] by padded
      : (tensor<1x1x7x6xf64>) -> tensor<1x1x5x4xf64>
  return %y : tensor<1x1x5x4xf64>
}

func.func @average_pool_one_dilated(%x: tensor<1x1x7x6xf64>) -> tensor<1x1x5x4xf64> {
  %y = neap.average_pool %x kernel [2, 3] strides [1, 1] dilations [3, 2] pads [1, 1] to [0, 1] by one
      : (tensor<1x1x7x6xf64>) -> tensor<1x1x5x4xf64>
  return %y : tensor<1x1x5x4xf64>
}

func.func @average_pool_backward_inside_dilated(%dy: tensor<1x1x5x4xf64>) -> tensor<1x1x7x6xf64> {
  %dx = neap.average_pool_backward %dy size [7, 6] kernel [2, 3] strides [1, 1] dilations [3, 2] pads [1, 1] to [0, 1] by inside
      : (tensor<1x1x5x4xf64>) -> tensor<1x1x7x6xf64>
  return %dx : tensor<1x1x7x6xf64>
}

func.func @average_pool_backward_padded_dilated(%dy: tensor<1x1x5x4xf64>) -> tensor<1x1x7x6xf64> {
  %dx = neap.average_pool_backward %dy size [7, 6] kernel [2, 3] strides [1, 1] dilations [3, 2] pads [1, 1] to [0, 1] by padded
      : (tensor<1x1x5x4xf64>) -> tensor<1x1x7x6xf64>
  return %dx : tensor<1x1x7x6xf64>
}

func.func @max_pool_strides_that_skip_elements(%x: tensor<1x2x7x7xf64>) -> tensor<1x2x2x2xf64> {
  %y, %index = neap.max_pool %x kernel [2, 2] strides [3, 3] dilations [1, 1] pads [0, 0] to [0, 0]
      : (tensor<1x2x7x7xf64>) -> (tensor<1x2x2x2xf64>, tensor<1x2x2x2xi8>)
  return %y : tensor<1x2x2x2xf64>
}

func.func @average_pool_inside_strides_that_skip_elements(%x: tensor<1x2x7x7xf64>) -> tensor<1x2x2x2xf64> {
  %y = neap.average_pool %x kernel [2, 2] strides [3, 3] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<1x2x7x7xf64>) -> tensor<1x2x2x2xf64>
  return %y : tensor<1x2x2x2xf64>
}

func.func @average_pool_padded_strides_that_skip_elements(%x: tensor<1x2x7x7xf64>) -> tensor<1x2x2x2xf64> {
  %y = neap.average_pool %x kernel [2, 2] strides [3, 3] dilations [1, 1] pads [0, 0] to [0, 0] by padded
      : (tensor<1x2x7x7xf64>) -> tensor<1x2x2x2xf64>
  return %y : tensor<1x2x2x2xf64>
}

func.func @average_pool_backward_inside_strides_that_skip_elements(%dy: tensor<1x2x2x2xf64>) -> tensor<1x2x7x7xf64> {
  %dx = neap.average_pool_backward %dy size [7, 7] kernel [2, 2] strides [3, 3] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<1x2x2x2xf64>) -> tensor<1x2x7x7xf64>
  return %dx : tensor<1x2x7x7xf64>
}

func.func @average_pool_backward_padded_strides_that_skip_elements(%dy: tensor<1x2x2x2xf64>) -> tensor<1x2x7x7xf64> {
  %dx = neap.average_pool_backward %dy size [7, 7] kernel [2, 2] strides [3, 3] dilations [1, 1] pads [0, 0] to [0, 0] by padded
      : (tensor<1x2x2x2xf64>) -> tensor<1x2x7x7xf64>
  return %dx : tensor<1x2x7x7xf64>
}

func.func @max_pool_ceil(%x: tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64> {
  %y, %index = neap.max_pool %x kernel [3, 2] strides [2, 3] dilations [1, 1] pads [0, 1] to [0, 1] ceil
      : (tensor<1x2x6x7xf64>) -> (tensor<1x2x3x3xf64>, tensor<1x2x3x3xi8>)
  return %y : tensor<1x2x3x3xf64>
}

func.func @average_pool_inside_ceil(%x: tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64> {
  %y = neap.average_pool %x kernel [3, 2] strides [2, 3] dilations [1, 1] pads [0, 1] to [0, 1] ceil by inside
      : (tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64>
  return %y : tensor<1x2x3x3xf64>
}

func.func @average_pool_padded_ceil(%x: tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64> {
  %y = neap.average_pool %x kernel [3, 2] strides [2, 3] dilations [1, 1] pads [0, 1] to [0, 1] ceil by padded
      : (tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64>
  return %y : tensor<1x2x3x3xf64>
}

func.func @average_pool_one_ceil(%x: tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64> {
  %y = neap.average_pool %x kernel [3, 2] strides [2, 3] dilations [1, 1] pads [0, 1] to [0, 1] ceil by one
      : (tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64>
  return %y : tensor<1x2x3x3xf64>
}

func.func @average_pool_backward_inside_ceil(%dy: tensor<1x2x3x3xf64>) -> tensor<1x2x6x7xf64> {
  %dx = neap.average_pool_backward %dy size [6, 7] kernel [3, 2] strides [2, 3] dilations [1, 1] pads [0, 1] to [0, 1] ceil by inside
      : (tensor<1x2x3x3xf64>) -> tensor<1x2x6x7xf64>
  return %dx : tensor<1x2x6x7xf64>
}

func.func @average_pool_backward_padded_ceil(%dy: tensor<1x2x3x3xf64>) -> tensor<1x2x6x7xf64> {
  %dx = neap.average_pool_backward %dy size [6, 7] kernel [3, 2] strides [2, 3] dilations [1, 1] pads [0, 1] to [0, 1] ceil by padded
      : (tensor<1x2x3x3xf64>) -> tensor<1x2x6x7xf64>
  return %dx : tensor<1x2x6x7xf64>
}

func.func @max_pool_whole_input(%x: tensor<2x3x3x4xf64>) -> tensor<2x3x1x1xf64> {
  %y, %index = neap.max_pool %x kernel [3, 4] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0]
      : (tensor<2x3x3x4xf64>) -> (tensor<2x3x1x1xf64>, tensor<2x3x1x1xi8>)
  return %y : tensor<2x3x1x1xf64>
}

func.func @average_pool_inside_whole_input(%x: tensor<2x3x3x4xf64>) -> tensor<2x3x1x1xf64> {
  %y = neap.average_pool %x kernel [3, 4] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<2x3x3x4xf64>) -> tensor<2x3x1x1xf64>
  return %y : tensor<2x3x1x1xf64>
}

func.func @average_pool_padded_whole_input(%x: tensor<2x3x3x4xf64>) -> tensor<2x3x1x1xf64> {
  %y = neap.average_pool %x kernel [3, 4] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] by padded
      : (tensor<2x3x3x4xf64>) -> tensor<2x3x1x1xf64>
  return %y : tensor<2x3x1x1xf64>
}

func.func @average_pool_backward_inside_whole_input(%dy: tensor<2x3x1x1xf64>) -> tensor<2x3x3x4xf64> {
  %dx = neap.average_pool_backward %dy size [3, 4] kernel [3, 4] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<2x3x1x1xf64>) -> tensor<2x3x3x4xf64>
  return %dx : tensor<2x3x3x4xf64>
}

func.func @average_pool_backward_padded_whole_input(%dy: tensor<2x3x1x1xf64>) -> tensor<2x3x3x4xf64> {
  %dx = neap.average_pool_backward %dy size [3, 4] kernel [3, 4] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] by padded
      : (tensor<2x3x1x1xf64>) -> tensor<2x3x3x4xf64>
  return %dx : tensor<2x3x3x4xf64>
}

func.func @max_pool_line(%x: tensor<2x2x9xf64>) -> tensor<2x2x4xf64> {
  %y, %index = neap.max_pool %x kernel [3] strides [2] dilations [1] pads [1] to [0]
      : (tensor<2x2x9xf64>) -> (tensor<2x2x4xf64>, tensor<2x2x4xi8>)
  return %y : tensor<2x2x4xf64>
}

func.func @average_pool_inside_line(%x: tensor<2x2x9xf64>) -> tensor<2x2x4xf64> {
  %y = neap.average_pool %x kernel [3] strides [2] dilations [1] pads [1] to [0] by inside
      : (tensor<2x2x9xf64>) -> tensor<2x2x4xf64>
  return %y : tensor<2x2x4xf64>
}

func.func @average_pool_padded_line(%x: tensor<2x2x9xf64>) -> tensor<2x2x4xf64> {
  %y = neap.average_pool %x kernel [3] strides [2] dilations [1] pads [1] to [0] by padded
      : (tensor<2x2x9xf64>) -> tensor<2x2x4xf64>
  return %y : tensor<2x2x4xf64>
}

func.func @average_pool_backward_inside_line(%dy: tensor<2x2x4xf64>) -> tensor<2x2x9xf64> {
  %dx = neap.average_pool_backward %dy size [9] kernel [3] strides [2] dilations [1] pads [1] to [0] by inside
      : (tensor<2x2x4xf64>) -> tensor<2x2x9xf64>
  return %dx : tensor<2x2x9xf64>
}

func.func @average_pool_backward_padded_line(%dy: tensor<2x2x4xf64>) -> tensor<2x2x9xf64> {
  %dx = neap.average_pool_backward %dy size [9] kernel [3] strides [2] dilations [1] pads [1] to [0] by padded
      : (tensor<2x2x4xf64>) -> tensor<2x2x9xf64>
  return %dx : tensor<2x2x9xf64>
}

func.func @max_pool_volume(%x: tensor<1x1x4x3x4xf64>) -> tensor<1x1x2x3x3xf64> {
  %y, %index = neap.max_pool %x kernel [2, 2, 2] strides [2, 1, 1] dilations [1, 1, 2] pads [0, 1, 0] to [0, 0, 1]
      : (tensor<1x1x4x3x4xf64>) -> (tensor<1x1x2x3x3xf64>, tensor<1x1x2x3x3xi8>)
  return %y : tensor<1x1x2x3x3xf64>
}

func.func @average_pool_inside_volume(%x: tensor<1x1x4x3x4xf64>) -> tensor<1x1x2x3x3xf64> {
  %y = neap.average_pool %x kernel [2, 2, 2] strides [2, 1, 1] dilations [1, 1, 2] pads [0, 1, 0] to [0, 0, 1] by inside
      : (tensor<1x1x4x3x4xf64>) -> tensor<1x1x2x3x3xf64>
  return %y : tensor<1x1x2x3x3xf64>
}

func.func @average_pool_padded_volume(%x: tensor<1x1x4x3x4xf64>) -> tensor<1x1x2x3x3xf64> {
  %y = neap.average_pool %x kernel [2, 2, 2] strides [2, 1, 1] dilations [1, 1, 2] pads [0, 1, 0] to [0, 0, 1] by padded
      : (tensor<1x1x4x3x4xf64>) -> tensor<1x1x2x3x3xf64>
  return %y : tensor<1x1x2x3x3xf64>
}

func.func @average_pool_backward_inside_volume(%dy: tensor<1x1x2x3x3xf64>) -> tensor<1x1x4x3x4xf64> {
  %dx = neap.average_pool_backward %dy size [4, 3, 4] kernel [2, 2, 2] strides [2, 1, 1] dilations [1, 1, 2] pads [0, 1, 0] to [0, 0, 1] by inside
      : (tensor<1x1x2x3x3xf64>) -> tensor<1x1x4x3x4xf64>
  return %dx : tensor<1x1x4x3x4xf64>
}

func.func @average_pool_backward_padded_volume(%dy: tensor<1x1x2x3x3xf64>) -> tensor<1x1x4x3x4xf64> {
  %dx = neap.average_pool_backward %dy size [4, 3, 4] kernel [2, 2, 2] strides [2, 1, 1] dilations [1, 1, 2] pads [0, 1, 0] to [0, 0, 1] by padded
      : (tensor<1x1x2x3x3xf64>) -> tensor<1x1x4x3x4xf64>
  return %dx : tensor<1x1x4x3x4xf64>
}

func.func @lp_pool_1_plain(%x: tensor<1x2x4x4xf64> {numerics.range = [0.3, 2.0]}) -> tensor<1x2x2x2xf64> {
  %y = neap.lp_pool %x kernel [2, 2] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] p 1
      : (tensor<1x2x4x4xf64>) -> tensor<1x2x2x2xf64>
  return %y : tensor<1x2x2x2xf64>
}

func.func @lp_pool_2_padded(%x: tensor<1x2x4x5xf64> {numerics.range = [0.3, 2.0]}) -> tensor<1x2x2x3xf64> {
  %y = neap.lp_pool %x kernel [3, 3] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] p 2
      : (tensor<1x2x4x5xf64>) -> tensor<1x2x2x3xf64>
  return %y : tensor<1x2x2x3xf64>
}

func.func @lp_pool_3_dilated(%x: tensor<1x1x7x6xf64> {numerics.range = [0.3, 2.0]}) -> tensor<1x1x5x4xf64> {
  %y = neap.lp_pool %x kernel [2, 3] strides [1, 1] dilations [3, 2] pads [1, 1] to [0, 1] p 3
      : (tensor<1x1x7x6xf64>) -> tensor<1x1x5x4xf64>
  return %y : tensor<1x1x5x4xf64>
}

func.func @lp_pool_2_ceil(%x: tensor<1x2x6x7xf64> {numerics.range = [0.3, 2.0]}) -> tensor<1x2x3x3xf64> {
  %y = neap.lp_pool %x kernel [3, 2] strides [2, 3] dilations [1, 1] pads [0, 1] to [0, 1] ceil p 2
      : (tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64>
  return %y : tensor<1x2x3x3xf64>
}

// Negative inputs, away from zero.
func.func @lp_pool_negative(%x: tensor<1x2x6xf64> {numerics.range = [-2.0, -0.3]}) -> tensor<1x2x5xf64> {
  %y = neap.lp_pool %x kernel [2] strides [1] dilations [1] pads [0] to [0] p 3
      : (tensor<1x2x6xf64>) -> tensor<1x2x5xf64>
  return %y : tensor<1x2x5xf64>
}

func.func @resize_nearest(%x: tensor<1x2x3x4xf64>) -> tensor<1x2x6x6xf64> {
  %y = neap.resize %x nearest size [1, 2, 6, 6] scales [1.0, 1.0, 2.0, 1.5] : (tensor<1x2x3x4xf64>) -> tensor<1x2x6x6xf64>
  return %y : tensor<1x2x6x6xf64>
}

func.func @resize_nearest_down(%x: tensor<1x2x6x5xf64>) -> tensor<1x2x3x2xf64> {
  %y = neap.resize %x nearest size [1, 2, 3, 2] scales [1.0, 1.0, 0.5, 0.4] {coordinates = 4 : i32, rounding = 2 : i32} : (tensor<1x2x6x5xf64>) -> tensor<1x2x3x2xf64>
  return %y : tensor<1x2x3x2xf64>
}

func.func @resize_linear(%x: tensor<1x2x3x4xf64>) -> tensor<1x2x5x8xf64> {
  %y = neap.resize %x linear size [1, 2, 5, 8] scales [1.0, 1.0, 1.6666666666666667, 2.0] : (tensor<1x2x3x4xf64>) -> tensor<1x2x5x8xf64>
  return %y : tensor<1x2x5x8xf64>
}

func.func @resize_linear_down(%x: tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64> {
  %y = neap.resize %x linear size [1, 2, 3, 3] scales [1.0, 1.0, 0.5, 0.42857142857142855] : (tensor<1x2x6x7xf64>) -> tensor<1x2x3x3xf64>
  return %y : tensor<1x2x3x3xf64>
}

func.func @resize_linear_align_corners(%x: tensor<1x2x3x4xf64>) -> tensor<1x2x5x7xf64> {
  %y = neap.resize %x linear size [1, 2, 5, 7] scales [1.0, 1.0, 1.6666666666666667, 1.75] {coordinates = 3 : i32} : (tensor<1x2x3x4xf64>) -> tensor<1x2x5x7xf64>
  return %y : tensor<1x2x5x7xf64>
}

func.func @resize_linear_pytorch_to_one(%x: tensor<1x1x4x3xf64>) -> tensor<1x1x1x6xf64> {
  %y = neap.resize %x linear size [1, 1, 1, 6] scales [1.0, 1.0, 0.25, 2.0] {coordinates = 2 : i32} : (tensor<1x1x4x3xf64>) -> tensor<1x1x1x6xf64>
  return %y : tensor<1x1x1x6xf64>
}

func.func @resize_linear_symmetric(%x: tensor<1x1x4x3xf64>) -> tensor<1x1x7x5xf64> {
  %y = neap.resize %x linear size [1, 1, 7, 5] scales [1.0, 1.0, 1.75, 1.6666666666666667] {coordinates = 1 : i32} : (tensor<1x1x4x3xf64>) -> tensor<1x1x7x5xf64>
  return %y : tensor<1x1x7x5xf64>
}

func.func @resize_linear_antialias(%x: tensor<1x1x8x7xf64>) -> tensor<1x1x3x3xf64> {
  %y = neap.resize %x linear size [1, 1, 3, 3] scales [1.0, 1.0, 0.375, 0.42857142857142855] {antialias} : (tensor<1x1x8x7xf64>) -> tensor<1x1x3x3xf64>
  return %y : tensor<1x1x3x3xf64>
}

func.func @resize_linear_line(%x: tensor<2x2x5xf64>) -> tensor<2x2x9xf64> {
  %y = neap.resize %x linear size [2, 2, 9] scales [1.0, 1.0, 1.8] : (tensor<2x2x5xf64>) -> tensor<2x2x9xf64>
  return %y : tensor<2x2x9xf64>
}

func.func @resize_linear_volume(%x: tensor<1x1x2x3x2xf64>) -> tensor<1x1x4x4x3xf64> {
  %y = neap.resize %x linear size [1, 1, 4, 4, 3] scales [1.0, 1.0, 2.0, 1.3333333333333333, 1.5] : (tensor<1x1x2x3x2xf64>) -> tensor<1x1x4x4x3xf64>
  return %y : tensor<1x1x4x4x3xf64>
}

func.func @resize_linear_every_axis(%x: tensor<2x3xf64>) -> tensor<3x5xf64> {
  %y = neap.resize %x linear size [3, 5] scales [1.5, 1.6666666666666667] : (tensor<2x3xf64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @resize_cubic(%x: tensor<1x1x4x5xf64>) -> tensor<1x1x8x9xf64> {
  %y = neap.resize %x cubic size [1, 1, 8, 9] scales [1.0, 1.0, 2.0, 1.8] : (tensor<1x1x4x5xf64>) -> tensor<1x1x8x9xf64>
  return %y : tensor<1x1x8x9xf64>
}

func.func @resize_cubic_exclude_outside(%x: tensor<1x1x4x4xf64>) -> tensor<1x1x7x6xf64> {
  %y = neap.resize %x cubic size [1, 1, 7, 6] scales [1.0, 1.0, 1.75, 1.5] {exclude_outside, cubic_coefficient = -0.5} : (tensor<1x1x4x4xf64>) -> tensor<1x1x7x6xf64>
  return %y : tensor<1x1x7x6xf64>
}

func.func @resize_cubic_antialias(%x: tensor<1x1x9x8xf64>) -> tensor<1x1x4x3xf64> {
  %y = neap.resize %x cubic size [1, 1, 4, 3] scales [1.0, 1.0, 0.4444444444444444, 0.375] {antialias} : (tensor<1x1x9x8xf64>) -> tensor<1x1x4x3xf64>
  return %y : tensor<1x1x4x3xf64>
}

func.func @resize_cropped(%x: tensor<1x1x5x6xf64>) -> tensor<1x1x4x4xf64> {
  %y = neap.resize %x linear size [1, 1, 4, 4] scales [1.0, 1.0, 0.8, 0.6666666666666666] {coordinates = 6 : i32, extrapolation = 3.0, roi = array<f64: 0.0, 0.0, 0.2, -0.3, 1.0, 1.0, 1.1, 0.8>} : (tensor<1x1x5x6xf64>) -> tensor<1x1x4x4xf64>
  return %y : tensor<1x1x4x4xf64>
}

func.func @interpolate(%x: tensor<2x4x3xf64>) -> tensor<2x3x3xf64> {
  %indices = neap.constant dense<[[0, 1], [3, 1], [2, 2]]> : tensor<3x2xi32>
  %weights = neap.constant dense<[[0.25, 0.75], [1.5, -0.5], [0.5, 0.0]]> : tensor<3x2xf64>
  %y = neap.interpolate %x, %indices, %weights axis 1 : (tensor<2x4x3xf64>, tensor<3x2xi32>, tensor<3x2xf64>) -> tensor<2x3x3xf64>
  return %y : tensor<2x3x3xf64>
}
